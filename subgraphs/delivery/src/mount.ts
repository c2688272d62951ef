import { defineSubgraph } from '@app/kernel/mount';
import { consumersOf } from './consumers/index.ts';
import { contextFor } from './context.ts';
import { connect, type Tx } from './db.ts';
import { readSettings } from './env.ts';
import { openPositions } from './positions.ts';
import { deliverySchema } from './subgraph.ts';
import { timersOf } from './timers/index.ts';

/** Delivery, to be served as its own process, mounted in the gateway's or opened by a test. */
export const deliverySubgraph = defineSubgraph<Tx>({
  name: 'delivery',
  open({ pool, redis }) {
    const db = connect(pool);
    const dispatch = { settings: readSettings(), positions: openPositions(redis) };
    return {
      schema: deliverySchema,
      db,
      context: (viewer) => contextFor({ ...dispatch, db, viewer, clock: () => new Date() }),
      consumers: consumersOf(dispatch),
      timers: timersOf(dispatch),
      close: () => db.$disconnect(),
    };
  },
});
