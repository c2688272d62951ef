import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import type { Plannable } from './port.ts';

const KEEPER = new URL('./keeper.mjs', import.meta.url);
/** The keeper gives up earlier, and says so. */
const PATIENCE_MS = 15_000;

/** A planner that runs in a process of its own. */
export interface Program {
  /** As errors name it. */
  readonly name: string;
  readonly url: URL;
  /** For the process. */
  readonly execArgv: readonly string[];
}

/** What there is to plan. */
export type Question = Pick<Plannable, 'text' | 'operationName' | 'defer'>;

/** The planner's own plan. Throws when it made none. */
export type PlanningApart = (question: Question) => unknown;

/**
 * Plans in a process of its own, for operations over which a planner may end the process it runs in, or never come to an
 * end: it is started again for the next. Planning there costs a fraction of a millisecond more, and a tenth of a second and
 * more when the process has to be started.
 */
export function planningApart(program: Program, supergraphSdl: string): PlanningApart {
  // Whoever sends such an operation again and again must not hold everybody up again and again.
  const ends = new LRUCache<string, string>({ max: 100, ttl: 60_000 });
  return ({ text, operationName, defer }) => {
    const key = [defer, operationName, text].join();
    const known = ends.get(key);
    const answer =
      known === undefined ? ask(program, { supergraphSdl, text, operationName, defer }) : { refusal: known };
    if (answer.isEnd && answer.refusal !== undefined) ends.set(key, answer.refusal);
    if (answer.plan === undefined) throw new Error(`${program.name} ${answer.refusal ?? 'said nothing'}`);
    return JSON.parse(answer.plan);
  };
}

interface Answer {
  /** As JSON. */
  readonly plan?: string;
  readonly refusal?: string;
  /** Whether the process ended over it. */
  readonly isEnd?: boolean;
}

interface Keeper {
  readonly port: MessagePort;
  /** How many answers it has given. */
  readonly answered: Int32Array;
}

const keepers = new Map<Program, Keeper>();
let asked = 0;

/** Waits for the answer: planning is one step for whoever asks, wherever it happens. */
function ask(program: Program, question: Question & { readonly supergraphSdl: string }): Answer {
  const keeper = keepers.get(program) ?? openKeeper(program);
  const { port, answered } = keeper;
  const number = ++asked;
  const end = performance.now() + PATIENCE_MS;
  port.postMessage({ ...question, number });
  for (;;) {
    // Read before looking for the answer: one that comes in between is not waited for.
    const before = Atomics.load(answered, 0);
    const answer = receiveMessageOnPort(port)?.message as (Answer & { readonly number: number }) | undefined;
    // Woken late for another answer, one could take it for this one, and every later one for the next.
    if (answer?.number === number) return answer;
    const left = end - performance.now();
    if (answer || (left > 0 && Atomics.wait(answered, 0, before, left) !== 'timed-out')) continue;
    port.close();
    keepers.delete(program);
    return { refusal: 'took too long', isEnd: true };
  }
}

function openKeeper(program: Program): Keeper {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(KEEPER, {
    workerData: { port: port2, answered, program: fileURLToPath(program.url), execArgv: program.execArgv },
    transferList: [port2],
    execArgv: [],
    env: {},
  });
  // It must not keep a process alive that is done.
  worker.unref();
  port1.unref();
  const keeper = { port: port1, answered };
  keepers.set(program, keeper);
  return keeper;
}
