import { parseArgs } from 'node:util';

/** What the command line says. */
export interface Options {
  /** Gateways and scenarios to measure, by name; all where empty. */
  readonly only: readonly string[];
  readonly seconds: number;
  readonly rounds: number;
  readonly quick: boolean;
  readonly profile: boolean;
  /** Whether the results are added to the results file. */
  readonly save: boolean;
}

/** How to call the bench. */
export const usage = `npm run bench:gateway -- [--only ours,stock,small,wide] [--seconds 2] [--rounds 3] [--quick] [--save] [--profile]
  --only      gateways and scenarios by name, in any order; without a name of one kind, all of that kind
  --seconds   length of one round of one gateway in one scenario
  --rounds    rounds; the median is shown
  --quick     one round of one second, anonymous only
  --save      adds the results to gateway/bench/results.json and draws the charts of docs/performance.md
  --profile   profiles our gateway in each scenario instead: .cpuprofile files and the functions that cost most`;

/** Reads the command line. Throws on what it does not know. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: '' },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  });
  const { quick, save, profile } = values;
  return {
    only: values.only.split(',').filter(Boolean),
    seconds: Number(values.seconds ?? (quick ? 1 : 2)),
    rounds: Number(values.rounds ?? (quick || profile ? 1 : 3)),
    quick,
    save,
    profile,
  };
}
