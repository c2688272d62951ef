import type { BreakName } from './breaks.ts';

/** How large a run is, and what it goes through. Times in milliseconds. */
export interface Plan {
  readonly clients: number;
  readonly orders: number;
  /** Steps over all orders, beside the few that placing them makes. */
  readonly steps: number;
  readonly stepsPerSecond: number;
  /** Gateways of their own the clients come back to, in any order; 0: the product's one process, with every subgraph in it. */
  readonly gateways: number;
  /** How long a client's socket lives before it is cut. */
  readonly cutAfter: readonly [from: number, to: number];
  readonly gatewayKills: number;
  readonly redisKills: number;
  readonly redisFlushes: number;
  readonly tokenSeconds: number;
  /** One client in ten reads nothing for so long, once. */
  readonly sleep: number;
  /** How long clients may take to hear the rest once the last step is made. */
  readonly patience: number;
  /** A guard of the gateway that is taken out, to see that the run notices. */
  readonly without?: BreakName | undefined;
}

/** The run that counts. */
export const full: Plan = {
  clients: 200,
  orders: 50,
  steps: 10_000,
  stepsPerSecond: 60,
  gateways: 2,
  cutAfter: [2_000, 5_000],
  gatewayKills: 10,
  redisKills: 10,
  redisFlushes: 2,
  tokenSeconds: 30,
  sleep: 20_000,
  patience: 120_000,
};

/** The same in seconds, on `npm start`'s one process, for every test run. */
export const short: Plan = {
  ...full,
  clients: 10,
  orders: 2,
  steps: 120,
  stepsPerSecond: 12,
  gateways: 0,
  cutAfter: [1_000, 3_000],
  gatewayKills: 1,
  redisKills: 1,
  redisFlushes: 1,
  tokenSeconds: 10,
  sleep: 3_000,
  patience: 200_000,
};
