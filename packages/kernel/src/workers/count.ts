import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { readEnv } from '../env.ts';

/** More processes than this on one machine are a mistake in a number, not a wish. */
const MAX_WORKERS = 256;

/** How many processes: a number, or `auto` for one a core that this process may use (a container's share counts from Node 22 on). */
export const workersShape = z.union([
  z.literal('auto').transform(() => availableParallelism()),
  z.coerce.number().int().min(1).max(MAX_WORKERS),
]);

/** How many processes share the work, from WORKERS; one where it is not set. Throws ConfigurationRefused. */
export const workerCount = (program: string): number => readEnv(program, { WORKERS: workersShape.default(1) }).WORKERS;
