import type { Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { Db, OrderHistoryRow, OrderItemRow, OrderRow, SellerOrderRow } from '../db.ts';
import { maySeePart, type ViewOf, viewOf } from '../domain/order.access.ts';

/** An order as its viewer may see it. */
export type OrderView = ViewOf<OrderRow, SellerOrderRow>;

/** Parts come in the order in which they were written. */
export const WITH_PARTS = { parts: { orderBy: { id: 'asc' } } } as const;

// By hand, because watching an order reads it at every step: a statement of Prisma's costs several times the processor time.

/** Orders by id as the viewer may see them; null for what is not theirs, so no resolver can forget to ask. */
export const orderLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, OrderView | null>(async (ids) => {
    const [orders, parts] = await Promise.all([
      db.$queryRaw<OrderRow[]>`SELECT * FROM "Order" WHERE "id" = ANY(${[...ids]})`,
      db.$queryRaw<SellerOrderRow[]>`SELECT * FROM "SellerOrder" WHERE "orderId" = ANY(${[...ids]}) ORDER BY "id"`,
    ]);
    const byOrder = new Map(orders.map((order) => [order.id, order]));
    const partsOf = grouped(ids, parts, (part) => part.orderId);
    return ids.map((id, index) => {
      const order = byOrder.get(id);
      return order ? viewOf(viewer, order, partsOf[index] ?? []) : null;
    });
  });

/** Seller orders by id; null for what is not the viewer's to see. */
export const sellerOrderLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, SellerOrderRow | null>(async (ids) => {
    const rows = await db.$queryRaw<SellerOrderRow[]>`SELECT * FROM "SellerOrder" WHERE "id" = ANY(${[...ids]})`;
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
    const rows = await db.$queryRaw<OrderItemRow[]>`
      SELECT * FROM "OrderItem" WHERE "sellerOrderId" = ANY(${[...ids]}) ORDER BY "sellerOrderId", "position"`;
    return grouped(ids, rows, (row) => row.sellerOrderId);
  });

/** The histories of orders. Ask only for those that the viewer has been shown. */
export const historyLoader = (db: Db) =>
  new DataLoader<string, OrderHistoryRow[]>(async (ids) => {
    const rows = await db.$queryRaw<OrderHistoryRow[]>`
      SELECT * FROM "OrderHistory" WHERE "orderId" = ANY(${[...ids]}) ORDER BY "orderId", "id"`;
    return grouped(ids, rows, (row) => row.orderId);
  });
