import { pause } from '../pause.ts';
import { pickWeighted } from '../random.ts';
import type { FailpointRates } from '../world/control.ts';
import { hurtLink, type Injection, repeatWebhooks } from './links.ts';
import { emptyRedis, killPostgres, killRedis, killService, replayEvents, shiftClock } from './parts.ts';

/** How hard it rains. */
export interface Weather {
  /** Milliseconds between two faults, on average. */
  readonly everyMs: number;
  readonly failpoints: FailpointRates;
  /** Weights against those of other faults. */
  readonly kill: { readonly service: number; readonly postgres: number; readonly redis: number };
  /** Weight of a wire that is hurt for a while. */
  readonly links: number;
  /** Weight of an emptied Redis, and of history that is heard again: the longer a run, the more there is to tell. */
  readonly history: number;
  /**
   * Orders that have to come through between two kills, unless none does for `patienceMs`: on a slow machine processes
   * would otherwise be killed before they have done anything that could go wrong.
   */
  readonly ordersPerKill: number;
  readonly patienceMs: number;
}

type Fault = (injection: Injection) => Promise<void> | void;

const faultsOf = ({ kill, links, history }: Weather): readonly (readonly [Fault, number])[] => [
  [hurtLink, links],
  [repeatWebhooks, 3],
  [shiftClock, 1],
  [emptyRedis, history],
  [replayEvents, history],
  [killService, kill.service],
  [killPostgres, kill.postgres],
  [killRedis, kill.redis],
];

const KILLS: readonly Fault[] = [killService, killPostgres, killRedis];

/** Says whether it is time for another kill, and takes a yes for one. */
function killsFollowOrders({ ordersPerKill, patienceMs }: Weather, orders: () => number): () => boolean {
  let last = { orders: 0, at: Date.now() };
  return () => {
    const due = orders() - last.orders >= ordersPerKill || Date.now() - last.at > patienceMs;
    if (due) last = { orders: orders(), at: Date.now() };
    return due;
  };
}

/** Does one fault after another, several at a time, until it is called off; then resolves once none is under way. */
export async function injectFaults(injection: Injection, weather: Weather, orders: () => number): Promise<void> {
  const { world, random, signal } = injection;
  const faults = faultsOf(weather);
  const mayKill = killsFollowOrders(weather, orders);
  const underWay = new Set<Promise<void>>();
  world.control.failpoints(weather.failpoints);
  while (!signal.aborted) {
    await pause(weather.everyMs * (0.3 + 1.4 * random.next()), signal);
    if (signal.aborted) break;
    const fault = pickWeighted(random, faults);
    if (KILLS.includes(fault) && !mayKill()) continue;
    // A fault that cannot be done, as its victim is dead already, is none.
    const done: Promise<void> = Promise.resolve()
      .then(() => fault(injection))
      .catch(() => undefined)
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }
  await Promise.all(underWay);
  world.control.calm();
  for (const link of world.links.values()) link.heal(true);
}
