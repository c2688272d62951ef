import { TransportFault } from './faults.ts';
import type { Patience } from './patience.ts';

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 25;

/**
 * Tries a read again when the connection failed before anything of an answer came back: a subgraph that restarts, a
 * kept connection that it closed just then. Never for a mutation: it may have happened although its answer was lost.
 */
export const again = <T>(attempt: () => Promise<T>, signal: Patience, turn = 1): Promise<T> =>
  attempt().catch(async (error: unknown) => {
    if (turn === ATTEMPTS || !nothingCameBack(error)) throw error;
    await pause(FIRST_PAUSE_MS * 4 ** (turn - 1), signal);
    return again(attempt, signal, turn + 1);
  });

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
