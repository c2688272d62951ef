import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from '@app/stack/ports';
import { type Redis, startRedis } from '@app/stack/redis';

/** A Redis of our own, without durability, that is killed and emptied. */
export interface MortalRedis {
  readonly url: string;
  /** Kills it, with all it held, and starts an empty one in its place. */
  kill(): Promise<void>;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on a free port. */
export async function startMortalRedis(dataDir: string): Promise<MortalRedis> {
  const options = { dataDir, port: await freePort(), durable: false };
  let running: Redis = await startRedis(options);
  let turn: Promise<unknown> = Promise.resolve();
  const restart = async () => {
    process.kill(running.pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 200));
    running = await startRedis(options);
  };
  /** One thing after the other: a Redis that is gone cannot be emptied. */
  const next = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work);
    turn = done;
    return done;
  };
  const empty = async () => {
    const socket = connect(options.port, '127.0.0.1').on('error', () => undefined);
    socket.write('FLUSHALL\r\n');
    await once(socket, 'data');
    socket.destroy();
  };
  return {
    url: running.url,
    kill: () => next(restart),
    flush: () => next(empty),
    stop: () => running.stop(),
  };
}
