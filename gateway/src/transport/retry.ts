import { TransportFault } from './faults.ts';
import type { Patience } from './patience.ts';

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 25;

/**
 * Tries a read again when the connection failed before anything of an answer came back: a subgraph that restarts, a
 * kept connection that it closed just then. Never for a mutation: it may have happened although its answer was lost.
 */
export async function again<T>(attempt: () => Promise<T>, signal: Patience): Promise<T> {
  for (let turn = 1; ; turn++) {
    try {
      return await attempt();
    } catch (error) {
      if (turn === ATTEMPTS || !nothingCameBack(error)) throw error;
      await pause(FIRST_PAUSE_MS * 4 ** (turn - 1), signal);
    }
  }
}

const nothingCameBack = (error: unknown): boolean =>
  error instanceof TransportFault && error.kind === 'connection' && !error.answering;

const pause = (ms: number, signal: Patience): Promise<void> =>
  new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      reject(new TransportFault('abandoned', 'nobody waits for the answer any longer'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    }, ms);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
