import { newId } from '@app/kernel/ids';
import type { OrderHistoryRow, OrderItemRow, OrderRow, OrderStepRow, SellerOrderRow, Tx } from '../db.ts';
import { jsonRows } from '../rows.ts';

/** Every row of a new order. */
export interface OrderRows {
  readonly order: OrderRow;
  readonly parts: readonly SellerOrderRow[];
  readonly items: readonly OrderItemRow[];
  readonly history: readonly OrderHistoryRow[];
  readonly steps: readonly OrderStepRow[];
}

// By hand, because an order is placed and moved far more often than anything else is written, and a statement of Prisma's
// costs several times the processor time of one of ours. Every column is in the rows: their types say so.

/** Writes a new order with everything in it, in one statement. */
export const insertOrder = (
  tx: Tx,
  { order, parts, items, history, steps }: OrderRows,
): PromiseLike<number> => tx.$executeRaw`
  WITH placed AS (INSERT INTO "Order" SELECT * FROM json_populate_recordset(NULL::"Order", ${jsonRows([order])}::json)),
    part AS (INSERT INTO "SellerOrder" SELECT * FROM json_populate_recordset(NULL::"SellerOrder", ${jsonRows(parts)}::json)),
    item AS (INSERT INTO "OrderItem" SELECT * FROM json_populate_recordset(NULL::"OrderItem", ${jsonRows(items)}::json)),
    entry AS (INSERT INTO "OrderHistory" SELECT * FROM json_populate_recordset(NULL::"OrderHistory", ${jsonRows(history)}::json))
  INSERT INTO "OrderStep" SELECT * FROM json_populate_recordset(NULL::"OrderStep", ${jsonRows(steps)}::json)`;

/** What can change about an order. */
export type OrderState = Pick<
  OrderRow,
  'status' | 'version' | 'confirmedAt' | 'paidAt' | 'cancelReason' | 'lastSequence' | 'lastStepAt'
>;

/** Writes what became of an order, with its new history and steps, in one statement; false when its version is another by now. */
export async function updateOrder(
  tx: Tx,
  order: OrderRow,
  {
    next,
    history,
    steps,
  }: { next: OrderState; history: readonly Omit<OrderHistoryRow, 'id'>[]; steps: readonly OrderStepRow[] },
): Promise<boolean> {
  const entries = history.map((entry) => ({ id: newId('hst'), ...entry }));
  const [row] = await tx.$queryRaw<{ written: number }[]>`
    WITH changed AS (
      UPDATE "Order"
      SET "status" = ${next.status}::"OrderStatus", "version" = ${next.version}, "confirmedAt" = ${next.confirmedAt},
        "paidAt" = ${next.paidAt}, "cancelReason" = ${next.cancelReason}, "lastSequence" = ${next.lastSequence},
        "lastStepAt" = ${next.lastStepAt}
      WHERE "id" = ${order.id} AND "version" = ${order.version}
      RETURNING "id"),
    entry AS (
      INSERT INTO "OrderHistory"
      SELECT entry.* FROM changed, json_populate_recordset(NULL::"OrderHistory", ${jsonRows(entries)}::json) AS entry),
    step AS (
      INSERT INTO "OrderStep"
      SELECT step.* FROM changed, json_populate_recordset(NULL::"OrderStep", ${jsonRows(steps)}::json) AS step)
    SELECT count(*)::int AS "written" FROM changed`;
  return row?.written === 1;
}

/** The parts of an order, in the order in which they were written. */
export const partsOf = (tx: Tx, orderId: string): PromiseLike<SellerOrderRow[]> =>
  tx.$queryRaw<SellerOrderRow[]>`SELECT * FROM "SellerOrder" WHERE "orderId" = ${orderId} ORDER BY "id"`;

/** The lines of some parts. */
export const itemsOf = (tx: Tx, parts: readonly { id: string }[]): PromiseLike<OrderItemRow[]> => tx.$queryRaw<
  OrderItemRow[]
>`
  SELECT * FROM "OrderItem" WHERE "sellerOrderId" = ANY(${parts.map(({ id }) => id)}) ORDER BY "sellerOrderId", "position"`;

/** Lets the businesses see an order's parts. */
export const releaseParts = (tx: Tx, orderId: string, at: Date): PromiseLike<number> =>
  tx.$executeRaw`UPDATE "SellerOrder" SET "releasedAt" = ${at} WHERE "orderId" = ${orderId} AND "status" = 'PLACED'`;

/** Writes what became of some parts that are all still in one of these states; how many were. */
export const updateParts = (
  tx: Tx,
  parts: readonly { id: string }[],
  {
    from,
    set,
  }: { from: readonly string[]; set: Pick<SellerOrderRow, 'status' | 'cancelReason'> & { keepCourier: boolean } },
): PromiseLike<number> => tx.$executeRaw`
  UPDATE "SellerOrder"
  SET "status" = ${set.status}::"SellerOrderStatus", "version" = "version" + 1, "cancelReason" = ${set.cancelReason},
    "courierUserId" = CASE WHEN ${set.keepCourier} THEN "courierUserId" END
  WHERE "id" = ANY(${parts.map(({ id }) => id)}) AND "status"::text = ANY(${[...from]})`;
