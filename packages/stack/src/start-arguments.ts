import { parseArgs } from 'node:util';
import { workersShape } from '@app/kernel/workers/count';
import type { Mounting } from './services.ts';

/** What `npm start` was asked for. */
export type Wanted = { mounting: Mounting; seed: boolean; workers: number };

/** What is said instead of starting, and the exit code. */
export type Usage = { usage: string; exitCode: number };

const USAGE = `npm start [-- --split --workers 2]

  --split       each subgraph in a process of its own, over HTTP
  --workers N   N processes of the gateway share its port and the cores; auto for one a core. Without it, WORKERS, or one
  --no-seed     without the demo data
`;

/** Reads the arguments of `npm start`; whatever is not understood is answered with the usage. */
export const readArguments = (args: string[], given: NodeJS.ProcessEnv): Wanted | Usage => {
  try {
    const { values } = parseArgs({
      args,
      options: {
        split: { type: 'boolean' },
        workers: { type: 'string' },
        'no-seed': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return { usage: USAGE, exitCode: 0 };
    return {
      mounting: values.split ? 'split' : 'together',
      seed: !values['no-seed'],
      workers: workersShape.parse(values.workers || given.WORKERS || 1),
    };
  } catch {
    return { usage: USAGE, exitCode: 2 };
  }
};
