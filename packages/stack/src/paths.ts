import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository, wherever a command was started from. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

/** A path inside the repository. */
export const inRepository = (...parts: string[]): string => path.join(repository, ...parts);

/** Where `npm start` keeps what has to survive a restart. */
export const defaultDataDir = (): string => process.env.DATA_DIR ?? inRepository('.data');
