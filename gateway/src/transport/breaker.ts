/** Keeps callers from waiting for a neighbour that has just failed again and again. */
export interface Breaker {
  /** Whether to try at all. While open, one caller every `restMs` may look whether it is back. */
  mayTry(now: number): boolean;
  readonly open: boolean;
  succeeded(): void;
  failed(now: number): void;
}

/** How soon a breaker opens, how often it lets a caller look, and whom it tells that it opened or closed. */
export interface BreakerOptions {
  readonly failures: number;
  readonly restMs: number;
  readonly changed?: (open: boolean) => void;
}

/** Opens after `failures` failures in a row, and closes with the first success. */
export function breaker({ failures, restMs, changed }: BreakerOptions): Breaker {
  let inARow = 0;
  let nextLook = 0;
  return {
    get open() {
      return inARow >= failures;
    },
    mayTry(now) {
      if (inARow < failures) return true;
      if (now < nextLook) return false;
      // Whoever looks need not report: if the look is abandoned, the next one comes after another rest.
      nextLook = now + restMs;
      return true;
    },
    succeeded() {
      const wasOpen = inARow >= failures;
      inARow = 0;
      if (wasOpen) changed?.(false);
    },
    failed(now) {
      inARow += 1;
      nextLook = now + restMs;
      if (inARow === failures) changed?.(true);
    },
  };
}
