import { parseArgs } from 'node:util';
import type { Weather } from './faults/injector.ts';
import type { Terms } from './world/terms.ts';

/** One run: what is decided before it begins. */
export interface Plan {
  readonly seed: number;
  /** How long faults happen. */
  readonly minutes: number;
  /** On a busy machine faults go on, up to five times as long, until so many orders were placed. */
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

const USAGE = `npm run chaos -- --seed N --minutes M [--customers N] [--orders N --kills N] [--every ms] [--kill-weight N] [--keep]`;

/** Reads the command line. Throws with the usage. */
export function readPlan(args: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      minutes: { type: 'string', default: '5' },
      customers: { type: 'string', default: '12' },
      orders: { type: 'string', default: '0' },
      kills: { type: 'string', default: '0' },
      every: { type: 'string', default: '500' },
      'kill-weight': { type: 'string', default: '1' },
      keep: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'seed' | 'minutes' | 'customers' | 'orders' | 'kills' | 'every' | 'kill-weight'): number => {
    const read = Number(values[name]);
    if (!Number.isFinite(read) || read < 0) throw new Error(`--${name} is no number.\n${USAGE}`);
    return read;
  };
  const kill = number('kill-weight');
  return {
    seed: number('seed'),
    minutes: number('minutes'),
    leastOrders: 0,
    customers: number('customers'),
    enoughOrders: number('orders'),
    enoughKills: number('kills'),
    weather: {
      everyMs: number('every'),
      failpoints: { delay: 0.02, fail: 0.004, kill: 0.0004 },
      kill: { service: 2 * kill, postgres: 0.7 * kill, redis: 0.7 * kill },
      ordersPerKill: 3,
      patienceMs: 20_000,
    },
    terms: { unpaid: 30, hold: 25, unaccepted: 40 },
    settleMs: 240_000,
    keep: values.keep,
  };
}

/** The short form that runs with the tests. */
export const SHORT: Plan = {
  seed: 4,
  minutes: 0.3,
  leastOrders: 10,
  customers: 6,
  enoughOrders: 0,
  enoughKills: 0,
  weather: {
    everyMs: 350,
    failpoints: { delay: 0.02, fail: 0.004, kill: 0.0005 },
    kill: { service: 1.5, postgres: 0.5, redis: 0.7 },
    ordersPerKill: 1,
    patienceMs: 10_000,
  },
  terms: { unpaid: 8, hold: 6, unaccepted: 8 },
  settleMs: 90_000,
  keep: false,
};
