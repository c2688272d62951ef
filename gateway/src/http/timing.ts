import { requestSeconds } from '../metrics.ts';
import type { Exchange } from './exchange.ts';

type Observer = ReturnType<typeof requestSeconds.labels>;

/** Looking labels up by name costs more than counting. There are a few routes and a few dozen statuses. */
const observers = new Map<string, Observer>();

/** Counts an answered request. */
export function counted({ route, begun }: Exchange, status: number): void {
  const key = route + status;
  const observer = observers.get(key) ?? requestSeconds.labels(route, String(status));
  observers.set(key, observer);
  observer.observe((performance.now() - begun) / 1_000);
}
