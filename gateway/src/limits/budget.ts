import { LRUCache } from 'lru-cache';

/** Spends one of a caller's budget: at once out of the portion at hand, else when the next one has been taken. */
export type Budget = (key: string) => Promise<void> | undefined;

/** A part of a budget, taken in advance so that not every operation has to ask for its own. */
export interface Portion {
  left: number;
  /** How long it is good for. */
  readonly forMs: number;
}

const MAX_CALLERS = 50_000;

/** Opens budgets out of portions. `take` rejects when nothing is left. */
export function openBudget(take: (key: string) => Promise<Portion>): Budget {
  const portions = new LRUCache<string, Portion>({ max: MAX_CALLERS });
  const taking = new Map<string, Promise<void>>();

  function spent(key: string): boolean {
    const portion = portions.get(key);
    if (!portion || portion.left === 0) return false;
    portion.left -= 1;
    return true;
  }

  /** However many operations of one caller wait, one portion is taken at a time. */
  function next(key: string): Promise<void> {
    const known = taking.get(key);
    if (known) return known;
    const portion = take(key)
      .then((taken) => void portions.set(key, taken, { ttl: Math.max(1, taken.forMs) }))
      .finally(() => taking.delete(key));
    taking.set(key, portion);
    return portion;
  }

  async function wait(key: string): Promise<void> {
    do await next(key);
    while (!spent(key));
  }

  return (key) => (spent(key) ? undefined : wait(key));
}
