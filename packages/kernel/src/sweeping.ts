import type { Logger } from './log.ts';

/** A domain's housekeeping. */
export interface Sweeping {
  readonly everyMs: number;
  readonly log: Pick<Logger, 'warn'>;
  /** Forgets what nobody needs any more. What fails is logged, and tried again at the next turn. */
  sweep(): PromiseLike<unknown>;
  /** Done before the first turn. Must not reject. */
  first?(): Promise<unknown>;
}

/** Sweeps every so often, one turn after the other; answers with how to end it, once nothing is under way. */
export function startSweeping({ everyMs, log, sweep, first = async () => {} }: Sweeping): () => Promise<void> {
  let under: Promise<unknown> = first();
  const turn = () =>
    Promise.resolve(sweep()).catch((error: unknown) => log.warn({ err: error }, 'sweeping failed; trying again later'));
  const timer = setInterval(() => {
    under = under.then(turn);
  }, everyMs).unref();
  return async () => {
    clearInterval(timer);
    await under;
  };
}
