/** Passes on at most one of what it is offered a tick: the first at once, and at the end of the tick the newest since. */
export function newestPerTick<T>(tickMs: number, pass: (newest: T) => void) {
  let newest: T | undefined;
  let timer: NodeJS.Timeout | undefined;
  const tick = () => {
    timer = undefined;
    if (newest !== undefined) passOn(newest);
  };
  const passOn = (one: T) => {
    newest = undefined;
    timer = setTimeout(tick, tickMs).unref();
    pass(one);
  };
  return {
    offer(one: T): void {
      if (timer) newest = one;
      else passOn(one);
    },
    stop(): void {
      clearTimeout(timer);
      timer = undefined;
      newest = undefined;
    },
  };
}
