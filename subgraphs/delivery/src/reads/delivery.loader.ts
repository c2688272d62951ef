import type { ReadAll } from '@app/kernel/moments';
import { hasRole, type Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { Recalling } from '../context.ts';
import type { Db, DeliveryRow } from '../db.ts';
import { mayRead } from '../domain/access.ts';

/** A seller order, of which this domain knows no more than its id. */
export interface SellerOrderKey {
  readonly id: string;
}

/** Jobs by their own id and by their seller order's, one query a tick, null for what this viewer may not see. */
export function deliveryLoaders(db: Db, viewer: Viewer, recalling: Recalling) {
  /** Whatever the viewer: only for what was reached through something that is theirs. */
  const read: ReadAll<DeliveryRow | null> = async (ids) =>
    inOrder(ids, await db.delivery.findMany({ where: { id: { in: [...ids] } } }), ({ id }) => id);
  const rows = new DataLoader(recalling('delivery', read));
  const readOf: ReadAll<DeliveryRow | null> = async (sellerOrderIds) => {
    const found = await db.delivery.findMany({ where: { sellerOrderId: { in: [...sellerOrderIds] } } });
    return inOrder(sellerOrderIds, found, ({ sellerOrderId }) => sellerOrderId);
  };
  const ofSellerOrder = recalling('delivery of seller order', readOf);
  const byId = new DataLoader<string, DeliveryRow | null>(async (ids) => {
    const found = (await rows.loadMany(ids)).filter(
      (row): row is DeliveryRow => row !== null && !(row instanceof Error),
    );
    return inOrder(ids, await readable(db, viewer, found), ({ id }) => id);
  });
  const bySellerOrder = new DataLoader<string, DeliveryRow | null>(async (ids) => {
    const found = (await ofSellerOrder(ids)).filter((row) => row !== null);
    return inOrder(ids, await readable(db, viewer, found), ({ sellerOrderId }) => sellerOrderId);
  });
  return { rows, byId, bySellerOrder };
}

/** Those of the jobs that the viewer may see; a courier who is being asked may see what they are asked for. */
async function readable(db: Db, viewer: Viewer, rows: DeliveryRow[]): Promise<DeliveryRow[]> {
  const hidden = rows.filter((row) => !mayRead(viewer, row));
  if (hidden.length === 0) return rows;
  const offered = new Set(hasRole(viewer, 'COURIER') ? await offeredTo(db, viewer, hidden) : []);
  return rows.filter((row) => offered.has(row.id) || mayRead(viewer, row));
}

const offeredTo = async (db: Db, viewer: Viewer, rows: DeliveryRow[]): Promise<string[]> => {
  const deliveryId = { in: rows.map(({ id }) => id) };
  const offers = await db.deliveryOffer.findMany({
    where: { deliveryId, courierUserId: viewer.id, state: 'OPEN', expiresAt: { gt: new Date() } },
    select: { deliveryId: true },
  });
  return offers.map((offer) => offer.deliveryId);
};

/** Puts rows in the order in which they were asked for, null where there is none. */
export function inOrder<Row>(
  keys: readonly string[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): (Row | null)[] {
  const known = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => known.get(key) ?? null);
}
