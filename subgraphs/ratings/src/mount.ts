import { defineSubgraph } from '@app/kernel/mount';
import { consumers } from './consumers/index.ts';
import { contextFor } from './context.ts';
import { connect, type Tx } from './db.ts';
import { readSettings } from './env.ts';
import { ratingsSchema } from './subgraph.ts';

/** The ratings domain, to be mounted in a process of its own, in the gateway's or in a test. */
export const ratingsSubgraph = defineSubgraph<Tx>({
  name: 'ratings',
  open({ pool }) {
    const settings = readSettings();
    const db = connect(pool);
    return {
      schema: ratingsSchema,
      db,
      context: (viewer) => contextFor({ db, settings }, viewer),
      consumers,
      timers: [],
      close: () => db.$disconnect(),
    };
  },
});
