import { setTimeout as sleep } from 'node:timers/promises';

/** Waits so many milliseconds, or less when it is called off. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined);

/** Does `work` until it succeeds, at most so many times. Throws what the last one threw. */
export async function insist<T>(times: number, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === times) throw error;
      await pause(500);
    }
  }
}

/** Does `work` again and again, each time after a pause, until it is called off. What it throws is its own affair. */
export async function repeat(
  signal: AbortSignal,
  pauseMs: () => number,
  work: () => Promise<unknown> | unknown,
): Promise<void> {
  while (!signal.aborted) {
    await pause(pauseMs(), signal);
    if (!signal.aborted) await Promise.resolve(work()).catch(() => undefined);
  }
}
