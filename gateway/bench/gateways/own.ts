import { build } from '@app/stack/build';
import type { Contender } from './contender.ts';
import { launch, ownProgram } from './launch.ts';

/** As `npm start` runs Node. */
const OUR_NODE = [
  '--max-semi-space-size=16',
  '--heap-growing-percent=60',
  '--no-parallel-scavenge',
  '--no-allocation-site-pretenuring',
];

const installed = async () => void (await build());

const ours: Contender = {
  name: 'ours',
  title: 'this gateway',
  signedIn: 'verified',
  install: installed,
  start: (place, ground) => launch('ours', ownProgram('ours.ts', OUR_NODE), place, ground),
};

/** What this repository holds: our gateway, and stock @apollo/gateway to compare it with. */
export const ownContenders: readonly [Contender, ...Contender[]] = [
  ours,
  {
    name: 'stock',
    title: '@apollo/gateway 2.14.4 + @apollo/server 5.5.1',
    signedIn: 'verified',
    install: installed,
    start: (place, ground) => launch('stock', ownProgram('stock.ts'), place, ground),
  },
];
