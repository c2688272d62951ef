import type { Viewer } from '@app/kernel/viewer';
import type { Db } from '../db.ts';
import { cartLoader } from './cart.ts';
import { historyLoader, itemsLoader, orderLoader, sellerOrderLoader } from './order.loader.ts';

/** Everything one request reads, one query a kind and tick, limited to what its viewer may see. */
export const openReads = (db: Db, viewer: Viewer) => ({
  carts: cartLoader(db, viewer),
  orders: orderLoader(db, viewer),
  sellerOrders: sellerOrderLoader(db, viewer),
  items: itemsLoader(db),
  history: historyLoader(db),
});

export type Reads = ReturnType<typeof openReads>;
