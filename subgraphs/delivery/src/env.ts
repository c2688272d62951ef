import { readEnv } from '@app/kernel/env';
import { z } from 'zod';

const whole = (standard: number, least: number, most: number) =>
  z.coerce.number().int().min(least).max(most).default(standard);

/** The rules of dispatch that an operator may set. */
export interface Settings {
  /** Jobs and open offers a courier may have at once. */
  readonly courierCapacity: number;
  /** How long an offer is held out. */
  readonly offerSeconds: number;
  /** How long the search rests after a round that found nobody. */
  readonly searchSeconds: number;
  /** The same once the back office knows. */
  readonly slowSearchSeconds: number;
  /** Rounds without a taker, or seconds since the job exists, after which the back office is told. */
  readonly escalateRounds: number;
  readonly escalateSeconds: number;
  /** How long it is known where couriers have been. */
  readonly trailDays: number;
}

/** Reads them from the environment. */
export function readSettings(): Settings {
  const env = readEnv('delivery', {
    DELIVERY_COURIER_CAPACITY: whole(3, 1, 50),
    DELIVERY_OFFER_SECONDS: whole(30, 1, 600),
    DELIVERY_SEARCH_SECONDS: whole(10, 1, 600),
    DELIVERY_SLOW_SEARCH_SECONDS: whole(60, 1, 3_600),
    DELIVERY_ESCALATE_ROUNDS: whole(30, 1, 1_000),
    DELIVERY_ESCALATE_SECONDS: whole(900, 1, 86_400),
    DELIVERY_TRAIL_DAYS: whole(30, 1, 3_650),
  });
  return {
    courierCapacity: env.DELIVERY_COURIER_CAPACITY,
    offerSeconds: env.DELIVERY_OFFER_SECONDS,
    searchSeconds: env.DELIVERY_SEARCH_SECONDS,
    slowSearchSeconds: env.DELIVERY_SLOW_SEARCH_SECONDS,
    escalateRounds: env.DELIVERY_ESCALATE_ROUNDS,
    escalateSeconds: env.DELIVERY_ESCALATE_SECONDS,
    trailDays: env.DELIVERY_TRAIL_DAYS,
  };
}
