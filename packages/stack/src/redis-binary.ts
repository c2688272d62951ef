import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { lastSaid, StartFailure } from './failure.ts';
import { inRepository } from './paths.ts';
import { unpackFromApt } from './redis-packages.ts';

/** A Redis server program and what it needs in its environment to run. */
export type RedisBinary = { command: string; env: NodeJS.ProcessEnv };

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
    await unpackFromApt(cacheDir, env);
  } catch (error) {
    throw missing(`fetching it with apt-get did not work (${lastSaid(error).split('\n').at(-1)?.replace(/^E: /, '')})`);
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
