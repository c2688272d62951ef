import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { takeLock, withLock } from '../src/lock.ts';
import { commandOf } from '../src/processes.ts';
import { temporaryFolders } from './support/folder.ts';

const newFolder = temporaryFolders();
const A_DEAD_PROCESS = 4_194_303;

it('lets one in and tells the other who holds it', () => {
  const file = path.join(newFolder(), 'start.lock');
  const first = takeLock(file);
  expect(takeLock(file)).toEqual({ heldBy: process.pid });
  if ('release' in first) first.release();
  expect(existsSync(file)).toBe(false);
  expect(takeLock(file)).toHaveProperty('release');
});

it('is taken over from a run that was killed', () => {
  const file = path.join(newFolder(), 'start.lock');
  writeFileSync(file, `${A_DEAD_PROCESS}\nnode packages/stack/bin/start.mjs\n`);
  expect(takeLock(file)).toHaveProperty('release');
  expect(readFileSync(file, 'utf8')).toBe(`${process.pid}\n${commandOf(process.pid)}\n`);
});

it('is taken over when the id belongs to another program by now', () => {
  const file = path.join(newFolder(), 'start.lock');
  writeFileSync(file, `${process.pid}\nsome other program\n`);
  expect(takeLock(file)).toHaveProperty('release');
});

it('runs work one after the other', async () => {
  const file = path.join(newFolder(), 'lock');
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} in`);
    await new Promise((resolve) => setTimeout(resolve, 60));
    seen.push(`${name} out`);
  };
  await Promise.all([withLock(file, work('a')), withLock(file, work('b'))]);
  expect(seen).toEqual(['a in', 'a out', 'b in', 'b out']);
});
