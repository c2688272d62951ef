import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { gatherFigures } from './figures.ts';
import { keepConnections } from './handover.ts';
import { isWorkerMessage, type WorkerMessage } from './messages.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** One that lived this long failed for a reason of its own, not because of how it was started. */
const STABLE_AFTER_MS = 30_000;
/** A little more than a worker allows itself. */
const STOP_WITHIN_MS = 12_000;

/** Processes that are kept running. */
export interface Kept {
  /** Resolves when no worker of the first round came to be ready: a failed start. */
  readonly failed: Promise<void>;
  /** Ends all workers gracefully, those by force that take too long. */
  stop(): Promise<void>;
}

/** Runs this program in `count` worker processes that share its listeners. One that ends is started again, after a growing pause. */
export function keepWorkers(count: number, log: Logger): Kept {
  const ready = new Set<Worker>();
  let everReady = false;
  let stopping = false;
  let fail = () => {};
  const failed = new Promise<void>((resolve) => {
    fail = resolve;
  });

  const hear = (worker: Worker) => (message: unknown) => {
    if (!isWorkerMessage(message)) return;
    if (message.worker === 'ready') {
      everReady = true;
      ready.add(worker);
    } else if (message.worker === 'gather') void gather(worker, message.id);
  };
  async function gather(worker: Worker, id: number): Promise<void> {
    const text = await gatherFigures([...ready]);
    if (worker.isConnected()) worker.send({ worker: 'gathered', id, text } satisfies WorkerMessage);
  }

  /** One life of a worker; answers with how it ended. */
  const live = (slot: number): Promise<string> =>
    new Promise((resolve) => {
      const worker = cluster.fork({ WORKER: String(slot) });
      keepConnections(worker, ready);
      worker.on('message', hear(worker));
      worker.on('error', (error) => log.warn({ err: error, worker: slot }, 'a worker could not be told something'));
      worker.once('exit', (code, signal) => {
        ready.delete(worker);
        resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`);
      });
    });

  async function keep(slot: number): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!stopping) {
      const began = Date.now();
      const how = await live(slot);
      if (stopping) return;
      if (!everReady) return fail();
      if (Date.now() - began > STABLE_AFTER_MS) pause = FIRST_PAUSE_MS;
      log.error({ pauseMs: pause }, `worker ${slot} ${how}; it is started again`);
      await sleep(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
  const slots = Array.from({ length: count }, (_, index) => keep(index + 1));

  return {
    failed,
    async stop() {
      stopping = true;
      const patience = setTimeout(() => tellAll((worker) => worker.process.kill('SIGKILL')), STOP_WITHIN_MS);
      // Over the channel, not by a signal: a terminal has sent them one already, and a second means "at once".
      tellAll((worker) => worker.isConnected() && worker.send({ worker: 'stop' } satisfies WorkerMessage));
      await Promise.all(slots);
      clearTimeout(patience);
    },
  };
}

const tellAll = (tell: (worker: Worker) => unknown): void => {
  for (const worker of Object.values(cluster.workers ?? {})) if (worker) tell(worker);
};
