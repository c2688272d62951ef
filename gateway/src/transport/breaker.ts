/** Keeps callers from waiting for a neighbour that has just failed again and again. */
export interface Breaker {
  /** Whether to try at all. While open, one caller every `restMs` may look whether it is back. */
  mayTry(now: number): boolean;
  succeeded(): void;
  failed(now: number): void;
}

/** Opens after `failures` failures in a row. */
export function breaker({ failures, restMs }: { failures: number; restMs: number }): Breaker {
  let inARow = 0;
  let nextLook = 0;
  return {
    mayTry(now) {
      if (inARow < failures) return true;
      if (now < nextLook) return false;
      nextLook = now + restMs;
      return true;
    },
    succeeded() {
      inARow = 0;
    },
    failed(now) {
      inARow += 1;
      nextLook = now + restMs;
    },
  };
}
