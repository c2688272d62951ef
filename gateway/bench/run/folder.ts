import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** The bench's own folder, git-ignored: installed peers, settings, logs, profiles. */
export const benchFolder = new URL('../../../.data/bench', import.meta.url).pathname;

/** What one run writes; the next one starts with an empty folder. */
export const runFolder = path.join(benchFolder, 'run');

/** Empties the folder of runs. */
export function emptyRunFolder(): void {
  rmSync(runFolder, { recursive: true, force: true });
  mkdirSync(runFolder, { recursive: true });
}
