import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { StartFailure } from './failure.ts';
import { takeLock } from './lock.ts';
import { endOrphans } from './running.ts';

/** What `npm start` has put into its folder; the parts for tests beside it stay. */
const kept = new Set(['test', 'start.lock']);

/** Empties the data folder; refuses while something runs on it. */
export const reset = async (dataDir: string): Promise<void> => {
  const lock = takeLock(path.join(dataDir, 'start.lock'));
  if (!('release' in lock))
    throw new StartFailure(
      `It runs (process ${lock.heldBy}), so nothing was emptied: stop it with Ctrl-C where it was started or \`kill ${lock.heldBy}\` first.`,
    );
  try {
    await endOrphans(dataDir);
    for (const name of readdirSync(dataDir))
      if (!kept.has(name)) rmSync(path.join(dataDir, name), { recursive: true, force: true });
  } finally {
    lock.release();
  }
};
