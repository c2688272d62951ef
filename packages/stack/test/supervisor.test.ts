import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../src/ports.ts';
import { commandOf, isAlive, until } from '../src/processes.ts';
import { endOrphans, runningRecord } from '../src/running.ts';
import { isReady, type Supervised, supervise } from '../src/supervisor.ts';
import { temporaryFolders } from './support/folder.ts';

const SCRIPT = 'packages/stack/test/support/service.mjs';
const running: Supervised[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});
const newFolder = temporaryFolders();

const start = async (variables: Record<string, string> = {}) => {
  const port = await freePort();
  const readyUrl = `http://127.0.0.1:${port}/`;
  const restarts: string[] = [];
  const supervised = await supervise({
    service: { name: 'orders', script: SCRIPT, readyUrl },
    environment: { PATH: process.env.PATH ?? '', PORT: String(port), ...variables },
    logFile: path.join(newFolder(), 'orders.log'),
    signal: undefined,
    onPid: () => undefined,
    onRestart: (sentence) => restarts.push(sentence),
  });
  running.push(supervised);
  return { supervised, restarts, readyUrl };
};

describe('a supervised process', () => {
  it('comes back when it was killed, and stays away when it was stopped', async () => {
    const { supervised, restarts, readyUrl } = await start();
    const first = supervised.pid();
    supervised.kill('SIGKILL');
    expect(await until(async () => supervised.pid() !== first && (await isReady(readyUrl)), 10_000)).toBe(true);
    expect(restarts).toEqual(['orders was ended by SIGKILL; it is started again.']);
    const second = supervised.pid() ?? 0;
    await supervised.stop();
    expect(isAlive(second)).toBe(false);
    expect(restarts).toHaveLength(1);
  });

  it('that ends before it was ready is a failed start, told in its own words', async () => {
    await expect(start({ COMPLAINT: 'orders cannot start:\n  REDIS_URL: missing' })).rejects.toThrow(
      /^orders did not start: orders cannot start: REDIS_URL: missing \(its log is .*orders\.log\)\.$/,
    );
  });
});

it('ends what a killed run left running, and nobody else', async () => {
  const dataDir = newFolder();
  const [left, other] = [spawn('sleep', ['61']), spawn('sleep', ['62'])];
  const [leftPid, otherPid] = [left.pid ?? 0, other.pid ?? 0];
  const record = runningRecord(dataDir);
  record.note('orders', leftPid);
  expect(commandOf(leftPid)).toBe('sleep 61');
  await endOrphans(dataDir);
  expect([isAlive(leftPid), isAlive(otherPid)]).toEqual([false, true]);
  expect(existsSync(path.join(dataDir, 'running.json'))).toBe(false);
  other.kill();
});
