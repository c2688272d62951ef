import type { Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { Db, OrderHistoryRow, OrderItemRow, SellerOrderRow } from '../db.ts';
import { maySeePart, type OrderView, viewOf } from '../domain/order.access.ts';

/** Parts come in the order in which they were written. */
export const WITH_PARTS = { parts: { orderBy: { id: 'asc' } } } as const;

/** Orders by id as the viewer may see them; null for what is not theirs, so no resolver can forget to ask. */
export const orderLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, OrderView | null>(async (ids) => {
    const rows = await db.order.findMany({ where: { id: { in: [...ids] } }, include: WITH_PARTS });
    const views = new Map(rows.map(({ parts, ...order }) => [order.id, viewOf(viewer, order, parts)]));
    return ids.map((id) => views.get(id) ?? null);
  });

/** Seller orders by id; null for what is not the viewer's to see. */
export const sellerOrderLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, SellerOrderRow | null>(async (ids) => {
    const rows = await db.sellerOrder.findMany({ where: { id: { in: [...ids] } } });
    const visible = new Map(rows.filter((row) => maySeePart(viewer, row)).map((row) => [row.id, row]));
    return ids.map((id) => visible.get(id) ?? null);
  });

const grouped = <Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Row[][] => {
  const groups = new Map<string, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
};

/** The lines of seller orders. Ask only for those that the viewer has been shown. */
export const itemsLoader = (db: Db) =>
  new DataLoader<string, OrderItemRow[]>(async (ids) => {
    const where = { sellerOrderId: { in: [...ids] } };
    const rows = await db.orderItem.findMany({ where, orderBy: [{ sellerOrderId: 'asc' }, { position: 'asc' }] });
    return grouped(ids, rows, (row) => row.sellerOrderId);
  });

/** The histories of orders. Ask only for those that the viewer has been shown. */
export const historyLoader = (db: Db) =>
  new DataLoader<string, OrderHistoryRow[]>(async (ids) => {
    const where = { orderId: { in: [...ids] } };
    const rows = await db.orderHistory.findMany({ where, orderBy: [{ orderId: 'asc' }, { id: 'asc' }] });
    return grouped(ids, rows, (row) => row.orderId);
  });
