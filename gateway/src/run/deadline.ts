import { publicError } from '@app/kernel/errors';
import type { Patience } from '../transport/patience.ts';
import { unavailable } from '../transport/source.ts';
import type { Answer } from './run.ts';

/** The answer, or an error as soon as the signal fires. A subgraph in this process cannot be interrupted, only left behind. */
export function orGiveUp(answer: Promise<Answer>, signal: Patience): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      resolve({ data: 'null', errors: [signal.reason === 'timeout' ? tookTooLong() : unavailable()] });
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

const tookTooLong = () =>
  publicError(
    'UPSTREAM_UNAVAILABLE',
    'This took too long and was given up. What it asked for may or may not have happened.',
  );
