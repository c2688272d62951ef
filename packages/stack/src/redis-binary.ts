import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartFailure } from './failure.ts';
import { inRepository } from './paths.ts';

/** A Redis server program and what it needs in its environment to run. */
export type RedisBinary = { command: string; env: NodeJS.ProcessEnv };

const run = promisify(execFile);
const PACKAGES = ['redis-server', 'redis-tools'];

/** Finds a Redis server: on PATH, else unpacked from the packages of Debian or Ubuntu into a folder of ours. */
export const redisBinary = async (
  cacheDir = inRepository('.cache', 'redis'),
  env = process.env,
): Promise<RedisBinary> => {
  const onPath = whichServer(env.PATH ?? '');
  if (onPath) return { command: onPath, env: {} };
  const cached = unpackedBinary(cacheDir);
  if (cached) return cached;
  if (!isOnPath('apt-get', env.PATH ?? '') || !isOnPath('dpkg', env.PATH ?? ''))
    throw missing('this system has no apt-get to fetch one with');
  try {
    await unpackFromApt(cacheDir);
  } catch (error) {
    throw missing(`fetching it with apt-get did not work (${lastLine(error)})`);
  }
  const unpacked = unpackedBinary(cacheDir);
  if (!unpacked) throw missing('the packages that apt-get fetched hold no server');
  return unpacked;
};

const missing = (why: string): StartFailure =>
  new StartFailure(
    `There is no Redis here and ${why}: install one with \`${installCommand()}\`, or set REDIS_URL to one that runs.`,
  );

const installCommand = (): string =>
  process.platform === 'darwin' ? 'brew install redis' : 'sudo apt-get update && sudo apt-get install redis-server';

const whichServer = (searchPath: string): string | undefined =>
  ['redis-server', 'valkey-server'].map((name) => findOnPath(name, searchPath)).find((file) => file !== undefined);

const isOnPath = (name: string, searchPath: string): boolean => findOnPath(name, searchPath) !== undefined;

const findOnPath = (name: string, searchPath: string): string | undefined =>
  searchPath
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

const unpackedBinary = (cacheDir: string): RedisBinary | undefined => {
  const command = path.join(cacheDir, 'usr', 'bin', 'redis-server');
  if (!existsSync(command)) return undefined;
  const lib = path.join(cacheDir, 'usr', 'lib');
  const folders = readdirSync(lib, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return { command, env: { LD_LIBRARY_PATH: folders.map((folder) => path.join(lib, folder.name)).join(':') } };
};

/** Needs no root: the packages are downloaded and unpacked, not installed. */
const unpackFromApt = async (cacheDir: string): Promise<void> => {
  mkdirSync(path.dirname(cacheDir), { recursive: true });
  const aside = mkdtempSync(`${cacheDir}-`);
  try {
    await downloadPackages(aside);
    const files = readdirSync(aside).filter((file) => file.endsWith('.deb'));
    const root = path.join(aside, 'root');
    for (const file of files) await run('dpkg', ['-x', path.join(aside, file), root]);
    rmSync(cacheDir, { recursive: true, force: true });
    renameSync(root, cacheDir);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
};

const downloadPackages = async (folder: string): Promise<void> => {
  const download = async () =>
    run('apt-get', ['download', ...PACKAGES, ...(await missingLibraries())], { cwd: folder });
  try {
    await download();
  } catch (error) {
    if (process.getuid?.() !== 0) throw error;
    await run('apt-get', ['update']); // a fresh container has no package lists
    await download();
  }
};

const missingLibraries = async (): Promise<string[]> => {
  const leaveOut = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
    (kind) => `--no-${kind}`,
  );
  const { stdout } = await run('apt-cache', ['depends', '--recurse', ...leaveOut, ...PACKAGES]);
  const needed = [...new Set(stdout.split('\n').filter((line) => /^(lib|lua)[\w.+-]+(:\w+)?$/.test(line)))];
  const present = await installedPackages();
  return needed.filter((name) => !present.has(name));
};

const installedPackages = async (): Promise<Set<string>> => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const { stdout } = await run('dpkg-query', ['-W', '-f', '${db:Status-Abbrev} ${Package}\n'], { maxBuffer: 2 ** 24 });
  return new Set(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('ii'))
      .map((line) => line.replace(/^ii\s+/, '')),
  );
};

const lastLine = (error: unknown): string => {
  const text = error instanceof Error && 'stderr' in error && error.stderr ? String(error.stderr) : String(error);
  return text.trim().split('\n').at(-1)?.replace(/^E: /, '') ?? '';
};
