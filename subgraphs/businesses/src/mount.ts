import { defineSubgraph } from '@app/kernel/mount';
import { consumers } from './consumers/index.ts';
import { contextFor } from './context.ts';
import { connect, type Tx } from './db.ts';
import { readSettings } from './env.ts';
import type { ShownItem } from './reads/item.loader.ts';
import { recent } from './reads/recent.ts';
import { businessesSchema } from './subgraph.ts';

/** The businesses domain, to be mounted in a process of its own, in the gateway's or in a test. */
export const businessesSubgraph = defineSubgraph<Tx>({
  name: 'businesses',
  open({ pool }) {
    const db = connect(pool);
    const menus = recent<ShownItem[]>(readSettings().menuMaxAgeMs);
    return {
      schema: businessesSchema,
      db,
      context: (viewer) => contextFor({ db, menus }, viewer),
      consumers,
      timers: [],
      close: () => db.$disconnect(),
    };
  },
});
