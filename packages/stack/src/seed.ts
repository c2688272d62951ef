import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { configuredDatabases } from './databases.ts';
import { domains } from './domains.ts';
import type { Environment } from './environment.ts';
import { lastSaid, StartFailure } from './failure.ts';
import { inRepository, repository } from './paths.ts';

const run = promisify(execFile);

/** What tells whether demo rows are due: where they were noted, which databases were configured, which are new. */
export type Seeding = { dataDir: string; given: NodeJS.ProcessEnv; migrated: boolean };

/** Puts the demo rows into the databases, unless they went there already; answers whether it had to. */
export const seed = async (environment: Environment, { dataDir, given, migrated }: Seeding): Promise<boolean> => {
  const stamp = path.join(dataDir, 'seeded');
  const hash = hashOf(given);
  if (!migrated && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  // In a process of its own, which gives back its memory.
  const args = ['--import', 'tsx', 'packages/stack/src/seed-databases.ts'];
  try {
    await run(process.execPath, args, { cwd: repository, env: { ...process.env, ...environment } });
  } catch (error) {
    throw new StartFailure(`The demo data could not be written:\n${lastSaid(error)}`);
  }
  writeFileSync(stamp, hash);
  return true;
};

const hashOf = (given: NodeJS.ProcessEnv): string => {
  const hash = createHash('sha256').update(JSON.stringify(configuredDatabases(given)));
  for (const domain of domains) hash.update(readFileSync(inRepository('subgraphs', domain, 'src', 'seed.ts')));
  return hash.digest('hex');
};
