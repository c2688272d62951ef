/** Something that is done over and over until it is stopped. */
export interface Loop {
  /** Runs another round as soon as the current one is over. */
  poke(): void;
  stop(): Promise<void>;
}

/**
 * Runs `round` at least every `everyMs`, never two at once. A round that answers true is followed by another at once; one
 * that throws is followed by a growing pause.
 */
export function loop(everyMs: number, round: () => Promise<boolean>, onError: (error: unknown) => void): Loop {
  let stopped = false;
  let poked = false;
  let wake = () => {};
  let failures = 0;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    }).finally(() => {
      wake = () => {};
    });

  /** How long to wait after a round; 0 means not at all. */
  async function turn(): Promise<number> {
    try {
      const more = await round();
      failures = 0;
      return more || poked ? 0 : everyMs;
    } catch (error) {
      onError(error);
      failures += 1;
      return Math.min(50 * 2 ** failures, 5_000) * (0.5 + Math.random() / 2);
    }
  }

  const done = (async () => {
    while (!stopped) {
      poked = false;
      const ms = await turn();
      if (ms > 0 && !stopped) await pause(ms);
    }
  })();

  return {
    poke() {
      poked = true;
      // While it backs off from a failure, news is no reason to try sooner.
      if (failures === 0) wake();
    },
    async stop() {
      stopped = true;
      wake();
      await done;
    },
  };
}
