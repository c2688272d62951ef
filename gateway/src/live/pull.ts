/**
 * The answers of one subscription as JSON text, pulled by its transport: the next step is resolved when the last one has
 * been taken.
 */
export type LiveStream = AsyncGenerator<string, void, undefined>;

/** Lets one waiter sleep until somebody rings; a ring while nobody waits is kept. */
export function openBell() {
  let wake: (() => void) | undefined;
  let rang = false;
  return {
    ring() {
      rang = true;
      wake?.();
    },
    async rung(): Promise<void> {
      if (!rang)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      rang = false;
      wake = undefined;
    },
  };
}

/** A generator whose `return` takes effect at once, also while the next answer is being waited for. */
export function streamOf(pull: () => Promise<string | undefined>, end: () => void): LiveStream {
  let open = true;
  const finish = () => {
    if (open) end();
    open = false;
  };
  const over = { value: undefined, done: true } as const;
  const stream = {
    async next() {
      if (!open) return over;
      try {
        const value = await pull();
        if (value && open) return { value, done: false as const };
      } catch (error) {
        if (!open) return over;
        finish();
        throw error;
      }
      finish();
      return over;
    },
    async return() {
      finish();
      return over;
    },
    async throw(error: unknown) {
      finish();
      throw error;
    },
    async [Symbol.asyncDispose]() {
      finish();
    },
    [Symbol.asyncIterator]() {
      return stream as unknown as LiveStream;
    },
  };
  return stream as unknown as LiveStream;
}
