import { parseArgs } from 'node:util';
import type { Weather } from './faults/injector.ts';
import type { Terms } from './world/terms.ts';

/** One run: what is decided before it begins. */
export interface Plan {
  readonly seed: number;
  /** How long faults happen. */
  readonly minutes: number;
  /** On a busy machine faults go on, up to three times as long, until so many orders were placed. */
  readonly leastOrders: number;
  readonly customers: number;
  /** Stop earlier, once so many orders were placed and so many processes killed; 0: the time alone decides. */
  readonly enoughOrders: number;
  readonly enoughKills: number;
  readonly weather: Weather;
  readonly terms: Terms;
  /** How long everything may take to come to rest afterwards. */
  readonly settleMs: number;
  /** Keep the folder of the run, with logs and databases. */
  readonly keep: boolean;
}

const USAGE = `npm run chaos -- --seed N --minutes M [--customers N] [--orders N --kills N] [--short] [--keep]`;
const NUMBERS = ['seed', 'minutes', 'customers', 'orders', 'kills'] as const;

/** Reads the command line. Throws with the usage. */
export function readPlan(args: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...(Object.fromEntries(NUMBERS.map((name) => [name, { type: 'string' }])) as Record<
        (typeof NUMBERS)[number],
        { type: 'string' }
      >),
      keep: { type: 'boolean', default: false },
      short: { type: 'boolean', default: false },
    },
  });
  const number = (name: (typeof NUMBERS)[number], otherwise: number): number => {
    const read = Number(values[name] ?? otherwise);
    if (!Number.isFinite(read) || read < 0) throw new Error(`--${name} is no number.\n${USAGE}`);
    return read;
  };
  const orders = number('orders', 0);
  const form = values.short ? SHORT : orders > 0 ? LONG : USUAL;
  return {
    ...form,
    seed: number('seed', values.short ? SHORT.seed : Date.now() % 1_000_000),
    minutes: number('minutes', form.minutes),
    customers: number('customers', form.customers),
    enoughOrders: orders,
    enoughKills: number('kills', 0),
    keep: values.keep,
  };
}

/** Some minutes of everything. */
const USUAL: Plan = {
  seed: 0,
  minutes: 5,
  leastOrders: 0,
  customers: 12,
  enoughOrders: 0,
  enoughKills: 0,
  weather: {
    everyMs: 500,
    failpoints: { delay: 0.02, fail: 0.004, kill: 0.0002 },
    kill: { service: 2, postgres: 0.7, redis: 0.7 },
    links: 10,
    history: 0.7,
    ordersPerKill: 3,
    patienceMs: 10_000,
  },
  terms: { unpaid: 30, hold: 25, unaccepted: 40 },
  settleMs: 240_000,
  keep: false,
};

/**
 * Thousands of orders: the same, but what each order passes hurts it more rarely, as there are hundreds of times more of them,
 * and Redis loses its memory every few minutes, as all of history is told again each time.
 */
const LONG: Plan = {
  ...USUAL,
  customers: 64,
  weather: {
    everyMs: 900,
    failpoints: { delay: 0.01, fail: 0.001, kill: 0.00004 },
    kill: { service: 6, postgres: 1.2, redis: 0.5 },
    links: 3,
    history: 0.06,
    ordersPerKill: 4,
    patienceMs: 5_000,
  },
  settleMs: 1_200_000,
};

/**
 * The form where changes are checked, with CI=true: some four minutes, start and coming to rest included. Longer on a machine
 * that is too slow for orders to come through between the faults: without any, nothing is shown.
 */
export const CHECKED: Plan = {
  ...USUAL,
  seed: 4,
  minutes: 2.5,
  leastOrders: 3,
  terms: { unpaid: 8, hold: 6, unaccepted: 8 },
};

/** The short form that runs with the tests of whoever works on it. */
export const SHORT: Plan = {
  ...USUAL,
  seed: 4,
  minutes: 0.3,
  leastOrders: 10,
  customers: 6,
  weather: {
    everyMs: 350,
    failpoints: { delay: 0.02, fail: 0.004, kill: 0.0005 },
    kill: { service: 1.5, postgres: 0.5, redis: 0.7 },
    links: 10,
    history: 0.7,
    ordersPerKill: 1,
    patienceMs: 10_000,
  },
  terms: { unpaid: 8, hold: 6, unaccepted: 8 },
  settleMs: 90_000,
};
