import { closeSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hasCode } from './failure.ts';
import { commandOf, isAlive, until } from './processes.ts';

/** A lock that is held: call it off when done. */
export type Lock = { release(): void };

/** Takes a lock file named after this process, or answers the id of the living process that holds it. */
export const takeLock = (file: string): Lock | { heldBy: number } => {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let attempt = 0; attempt < 5; attempt++) {
    if (createWhole(file)) return { release: () => releaseOwn(file) };
    const holder = holderOf(file);
    if (holder !== undefined) return { heldBy: holder };
    rmSync(file, { force: true }); // left behind by a run that was killed
  }
  return { heldBy: 0 };
};

/** Runs some work while holding a lock file, waiting for its turn. */
export const withLock = async <T>(file: string, work: () => Promise<T>, waitMs = 60_000): Promise<T> => {
  let lock: Lock | undefined;
  const taken = await until(() => {
    const answer = takeLock(file);
    if ('release' in answer) lock = answer;
    return lock !== undefined;
  }, waitMs);
  if (!taken) throw new Error(`${file} has been held by another process for ${waitMs / 1000} s`);
  try {
    return await work();
  } finally {
    lock?.release();
  }
};

/** The living process that holds a lock file, if one does. */
export const holderOf = (file: string): number | undefined => {
  const content = read(file);
  if (content === undefined) return undefined;
  const [line = '', command = ''] = content.split('\n');
  const pid = Number(line);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  // The id may belong to somebody else by now, for instance after a reboot.
  return commandOf(pid) === command ? pid : undefined;
};

/** Writes aside and links into place, so that nobody ever reads a lock that is half written. */
const createWhole = (file: string): boolean => {
  const aside = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  closeSync(openSync(aside, 'w'));
  writeFileSync(aside, `${process.pid}\n${commandOf(process.pid)}\n`);
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
};

const releaseOwn = (file: string): void => {
  if (read(file)?.startsWith(`${process.pid}\n`)) rmSync(file, { force: true });
};

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};
