import { defineSubgraph } from '@app/kernel/mount';
import { openDirect } from '@app/kernel/sql';
import { consumers } from './consumers/index.ts';
import { contextFor } from './context.ts';
import { connect, type Tx } from './db.ts';
import { readTerms } from './env.ts';
import { inventorySchema } from './subgraph.ts';
import { startSweeping } from './sweep.ts';
import { timers } from './timers/index.ts';

/** The inventory domain, to be mounted in a process of its own, in the gateway's or in a test. */
export const inventorySubgraph = defineSubgraph<Tx>({
  name: 'inventory',
  open({ pool, log }) {
    const terms = readTerms();
    const db = connect(pool);
    return {
      schema: inventorySchema,
      db,
      context: (viewer) => contextFor({ db, direct: openDirect(pool), terms, log }, viewer),
      consumers,
      timers,
      background: () => startSweeping(db, log),
      close: () => db.$disconnect(),
    };
  },
});
