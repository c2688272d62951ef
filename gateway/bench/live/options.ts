import { parseArgs } from 'node:util';

/** How much is measured. */
export interface Sizes {
  /** Subscriptions that only wait, one on each socket. */
  readonly idle: number;
  readonly watchers: number;
  readonly orders: number;
  readonly seconds: number;
  readonly storm: number;
  /** Watchers of one order whose events' questions are counted. */
  readonly counted: readonly number[];
  /** Reports a second that are tried, one size after the other. */
  readonly reports: readonly number[];
}

const full: Sizes = {
  idle: 10_000,
  watchers: 1_000,
  orders: 1_000,
  seconds: 10,
  storm: 500,
  counted: [1, 10, 100, 1_000],
  reports: [1_000, 2_500, 5_000],
};

const quick: Sizes = {
  idle: 500,
  watchers: 100,
  orders: 100,
  seconds: 3,
  storm: 100,
  counted: [1, 10, 100],
  reports: [250, 500],
};

/** What the command line says. */
export interface Options extends Sizes {
  readonly quick: boolean;
  /** Who takes part; all where empty. */
  readonly only: readonly string[];
  /** The lines that are measured: those with this in their title; all where empty. */
  readonly lines: string;
}

/** How to call the bench. */
export const usage = `npm run bench:live -- [--quick] [--only ours,each,grafbase] [--lines text]
  --quick     a tenth of everything
  --only      ours: this gateway; each: this gateway with nothing to share, one query a watcher and event; grafbase
  --lines     only what has this in its title: memory, "watchers of one order", positions, storm`;

/** Reads the command line. Throws on what it does not know. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      lines: { type: 'string', default: '' },
    },
  });
  return {
    ...(values.quick ? quick : full),
    quick: values.quick,
    only: values.only.split(',').filter(Boolean),
    lines: values.lines,
  };
}
