import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Redis as Client } from 'ioredis';
import { freePort } from '../src/ports.ts';
import { isAlive } from '../src/processes.ts';
import { type Redis, redisPid, startRedis } from '../src/redis.ts';
import { redisBinary } from '../src/redis-binary.ts';
import { temporaryFolders } from './support/folder.ts';

const running: Redis[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});
const newFolder = temporaryFolders();

const start = async (dataDir: string): Promise<Redis> => {
  const server = await startRedis({ dataDir, port: await freePort(), durable: true });
  running.push(server);
  return server;
};

const asked = async <T>({ url }: Redis, question: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client(url);
  try {
    return await question(client);
  } finally {
    client.disconnect();
  }
};

describe('a private Redis', () => {
  it('takes up its data where a killed run left them, and ends what that run left running', async () => {
    const dataDir = path.join(newFolder(), 'redis');
    const first = await start(dataDir);
    await asked(first, (client) => client.set('note', 'kept'));
    const second = await start(dataDir); // nobody stopped the first
    expect(isAlive(first.pid)).toBe(false);
    expect(await asked(second, (client) => client.get('note'))).toBe('kept');
    expect(await redisPid(dataDir)).toBe(second.pid);
  });

  it('does not mistake a Redis of another folder for its own', async () => {
    const [one, other] = [path.join(newFolder(), 'redis'), path.join(newFolder(), 'redis')];
    const first = await start(one);
    await start(other);
    expect(isAlive(first.pid)).toBe(true);
  });

  it('names the one command that installs it where there is none and none can be fetched', async () => {
    await expect(redisBinary(path.join(newFolder(), 'none'), { PATH: '' })).rejects.toThrow(
      /^There is no Redis here and this system has no apt-get to fetch one with: install one with `.*`, or set REDIS_URL to one that runs\.$/,
    );
  });

  it('says so when a fetch does not work', async () => {
    const folder = newFolder();
    const { writeFileSync } = await import('node:fs');
    for (const name of ['apt-get', 'dpkg'])
      writeFileSync(path.join(folder, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await expect(redisBinary(path.join(folder, 'none'), { PATH: folder })).rejects.toThrow(
      /^There is no Redis here and fetching it with apt-get did not work \(.*\): install one with/,
    );
  });
});
