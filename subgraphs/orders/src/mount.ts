import { defineSubgraph } from '@app/kernel/mount';
import { openDirect } from '@app/kernel/sql';
import { system } from '@app/kernel/viewer';
import { consumersOf } from './consumers/index.ts';
import { contextFor } from './context.ts';
import { connect, type Tx } from './db.ts';
import { orderSettings } from './env.ts';
import { ordersSchema } from './subgraph.ts';
import { startSweeping } from './sweep.ts';
import { timersOf } from './timers/index.ts';

/** Carts, checkout, orders and their steps, ready to be mounted. */
export const ordersSubgraph = defineSubgraph<Tx>({
  name: 'orders',
  open({ pool, peers, log }) {
    // A bad setting stops the start, not the first order.
    orderSettings();
    const db = connect(pool);
    const here = { db, direct: openDirect(pool), peers, log };
    return {
      schema: ordersSchema,
      db,
      context: (viewer) => contextFor(here, viewer),
      consumers: consumersOf(log),
      timers: timersOf(contextFor(here, system('orders'))),
      background: () => startSweeping({ db, pool }, log),
      close: () => db.$disconnect(),
    };
  },
});
