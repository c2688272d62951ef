/**
 * Work in lanes: what shares a key runs one after the other in the order in which it came; different keys run side by
 * side, at most `width` at once.
 */
export function openLanes(width: number) {
  const tails = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let pending = 0;

  async function enter(): Promise<void> {
    if (running < width) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }

  return {
    /** How many pieces of work are not finished. */
    pending: () => pending,
    /** Appends work to a lane. `work` is given a pause that lets others run meanwhile. */
    add(key: string, work: (rest: (ms: number) => Promise<void>) => Promise<void>): Promise<void> {
      pending += 1;
      const rest = async (ms: number) => {
        leave();
        await new Promise((resolve) => setTimeout(resolve, ms));
        await enter();
      };
      const turn = (tails.get(key) ?? Promise.resolve()).then(async () => {
        await enter();
        try {
          await work(rest);
        } finally {
          leave();
          pending -= 1;
          if (tails.get(key) === turn) tails.delete(key);
        }
      });
      tails.set(key, turn);
      return turn;
    },
    /** Resolves when everything added so far is finished. */
    idle: async () => void (await Promise.allSettled(tails.values())),
  };
}
