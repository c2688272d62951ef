import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endLeftover } from './postgres.ts';
import { commandOf, endProcess, isAlive } from './processes.ts';
import { endLeftoverRedis } from './redis.ts';

/** Where the parts of a stack keep their data. */
export const partFolders = (dataDir: string) => ({
  postgres: path.join(dataDir, 'postgres'),
  redis: path.join(dataDir, 'redis'),
  logs: path.join(dataDir, 'logs'),
});

/** Remembers the processes of a run, for the next one in case this one is killed. */
export const runningRecord = (dataDir: string) => {
  const pids = new Map<string, number>();
  const file = recordFile(dataDir);
  return {
    note(name: string, pid: number): void {
      pids.set(name, pid);
      mkdirSync(dataDir, { recursive: true });
      writeFileSync(
        file,
        JSON.stringify([...pids].map(([each, id]) => ({ name: each, pid: id, command: commandOf(id) }))),
      );
    },
    clear: () => rmSync(file, { force: true }),
  };
};

/** Ends what an earlier run that was killed left running on a data folder: services, Redis, PostgreSQL. */
export const endOrphans = async (dataDir: string): Promise<void> => {
  // An id alone may belong to somebody else by now, for instance after a reboot.
  const orphans = readRecord(dataDir).filter(
    ({ pid, command }) => isAlive(pid) && command !== '' && commandOf(pid) === command,
  );
  await Promise.all(orphans.map(({ pid }) => endProcess(pid, 'SIGTERM', 10_000)));
  rmSync(recordFile(dataDir), { force: true });
  const { postgres, redis } = partFolders(dataDir);
  await Promise.all([endLeftoverRedis(redis), endLeftover(postgres)]);
};

const recordFile = (dataDir: string): string => path.join(dataDir, 'running.json');

const readRecord = (dataDir: string): { pid: number; command: string }[] => {
  const file = recordFile(dataDir);
  if (!existsSync(file)) return [];
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { pid: number; command: string }[];
  } catch {
    return []; // cut short while it was written
  }
};
