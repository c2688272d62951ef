import { defineSubgraph } from '@app/kernel/mount';
import { consumers } from './consumers/index.ts';
import { contextFor } from './context.ts';
import { connect, type Tx } from './db.ts';
import { readTerms } from './env.ts';
import { inventorySchema } from './subgraph.ts';
import { timers } from './timers/index.ts';

/** The inventory domain, to be mounted in a process of its own, in the gateway's or in a test. */
export const inventorySubgraph = defineSubgraph<Tx>({
  name: 'inventory',
  open({ pool }) {
    const terms = readTerms();
    const db = connect(pool);
    return {
      schema: inventorySchema,
      db,
      context: (viewer) => contextFor({ db, terms }, viewer),
      consumers,
      timers,
      close: () => db.$disconnect(),
    };
  },
});
