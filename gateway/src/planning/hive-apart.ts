import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { planOfHive } from './hive-plan.ts';
import type { Planner } from './port.ts';

const KEEPER = new URL('./hive-keeper.mjs', import.meta.url);
/** The keeper gives up earlier, and says so. */
const PATIENCE_MS = 15_000;

/**
 * The Rust planner in a process of its own, for operations that may end the process it runs in: that one is started
 * again for the next. Planning there costs a fraction of a millisecond more, and a tenth of a second when the process
 * has to be started. Throws when it made no plan, for whatever reason.
 */
export const hiveApart = (supergraphSdl: string): Planner => ({
  name: 'hive',
  plan({ text, operationName }) {
    const { plan, refusal } = ask({ number: ++asked, supergraphSdl, text, operationName });
    if (plan === undefined) throw new Error(`the Rust query planner ${refusal ?? 'said nothing'}`);
    return planOfHive(JSON.parse(plan));
  },
});

interface Asked {
  readonly number: number;
  readonly supergraphSdl: string;
  readonly text: string;
  readonly operationName: string | undefined;
}

interface Planned {
  /** Of the question. */
  readonly number: number;
  /** As JSON. */
  readonly plan?: string;
  readonly refusal?: string;
}

interface Keeper {
  readonly port: MessagePort;
  /** How many answers it has given. */
  readonly answered: Int32Array;
}

let keeper: Keeper | undefined;
let asked = 0;

/** Waits for the answer: planning is one step for whoever asks, wherever it happens. */
function ask(question: Asked): Pick<Planned, 'plan' | 'refusal'> {
  keeper ??= openKeeper();
  const { port, answered } = keeper;
  const end = performance.now() + PATIENCE_MS;
  port.postMessage(question);
  for (;;) {
    // Read before looking for the answer: one that comes in between is not waited for.
    const before = Atomics.load(answered, 0);
    const answer = receiveMessageOnPort(port)?.message as Planned | undefined;
    // Woken late for another answer, one could take it for this one, and every later one for the next.
    if (answer?.number === question.number) return answer;
    const left = end - performance.now();
    if (answer || (left > 0 && Atomics.wait(answered, 0, before, left) !== 'timed-out')) continue;
    port.close();
    keeper = undefined;
    return { refusal: 'took too long' };
  }
}

function openKeeper(): Keeper {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(KEEPER, {
    workerData: { port: port2, answered },
    transferList: [port2],
    execArgv: [],
    env: {},
  });
  // It must not keep a process alive that is done.
  worker.unref();
  port1.unref();
  return { port: port1, answered };
}
