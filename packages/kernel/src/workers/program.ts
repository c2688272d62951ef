import cluster from 'node:cluster';
import { setFlagsFromString } from 'node:v8';
import { ConfigurationRefused } from '../env.ts';
import type { Logger } from '../log.ts';
import { tellOwnFigures } from '../metrics.ts';
import { stopOnSignal } from '../stop.ts';
import { workerCount } from './count.ts';
import { keepWorkers } from './keep.ts';
import { isWorkerMessage, type WorkerMessage } from './messages.ts';

/** A program that listens. */
export interface Program {
  readonly name: string;
  readonly log: Logger;
  /** Starts it here and answers with how to end it gracefully. What it needs is best imported in here: the process that only keeps workers does without. */
  start(): Promise<() => Promise<void>>;
}

/**
 * Runs a program until SIGTERM or SIGINT: in this process, or with WORKERS above 1 in as many processes that share its
 * ports, each whole. One that dies is started again while the others go on answering. Exits with 1 when it cannot be started.
 */
export async function runProgram(program: Program): Promise<void> {
  try {
    const count = cluster.isPrimary ? workerCount(program.name) : 1;
    if (count > 1) await keepRunning(count, program.log);
    else await runHere(program);
  } catch (error) {
    if (error instanceof ConfigurationRefused) program.log.fatal(error.message);
    else program.log.fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

/** Later than the last worker, sooner than whoever runs us loses patience. */
const KEEPER_STOPS_WITHIN_MS = 13_000;

async function keepRunning(count: number, log: Logger): Promise<void> {
  const workers = keepWorkers(count, log);
  stopOnSignal(workers.stop, KEEPER_STOPS_WITHIN_MS);
  await workers.failed;
  await workers.stop();
  process.exit(1);
}

/** How Node collects garbage in programs that answer requests; `gateway/bench` runs with the same. */
const COLLECTING = [
  // Left alone, the heap grows to four times what is in use before it is collected: a third more memory for no speed.
  '--heap-growing-percent=60',
  // Helper threads that collect young objects only get in the way where each core has a process of its own.
  '--no-parallel-scavenge',
  // What many requests have in the air at a time looks long-lived, and dies all the same.
  '--no-allocation-site-pretenuring',
];

async function runHere({ start }: Program): Promise<void> {
  for (const flag of COLLECTING) setFlagsFromString(flag);
  // Until it has started there is nothing to end in order. Should the keeper be gone, node ends a worker by itself.
  let end = (): void => process.exit(0);
  if (cluster.isWorker) {
    tellOwnFigures(process.env.WORKER ?? '');
    process.on('message', (message) => isWorkerMessage(message) && message.worker === 'stop' && end());
  }
  end = stopOnSignal(await start());
  process.send?.({ worker: 'ready' } satisfies WorkerMessage);
}
