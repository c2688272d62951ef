import { type Redis as Running, startRedis } from '@app/stack/redis';
import { Redis } from 'ioredis';
import { insist } from '../pause.ts';
import type { Part } from './postgres.ts';

/** A Redis that keeps nothing: killed, it comes back empty. */
export interface KillableRedis extends Part {
  /** A connection that goes round all faults. */
  readonly client: Redis;
}

/** Starts a Redis of our own. */
export async function openRedis(dataDir: string, port: number): Promise<KillableRedis> {
  const start = () => startRedis({ dataDir, port, durable: false });
  let running: Running = await start();
  let returning: Promise<void> | undefined;
  const client = new Redis(running.url, { maxRetriesPerRequest: 3, retryStrategy: () => 200 });
  client.on('error', () => undefined); // it dies on purpose

  async function dieAndReturn(): Promise<void> {
    process.kill(running.pid, 'SIGKILL');
    running = await insist(10, start);
  }
  return {
    port,
    client,
    kill() {
      returning ??= dieAndReturn().finally(() => {
        returning = undefined;
      });
      return returning;
    },
    abandon: () => void process.kill(running.pid, 'SIGKILL'),
    async stop() {
      await returning?.catch(() => undefined);
      client.disconnect();
      await running.stop();
    },
  };
}
