import { newId } from '@app/kernel/ids';
import type { HotWork } from '../context.ts';
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

/** What placing an order settles and takes along. */
export interface Placement {
  readonly rows: OrderRows;
  readonly checkout: { readonly id: string; readonly fence: number };
  /** As it was seen; without a version there is none any more. */
  readonly cart: { readonly id: string; readonly version: number | null };
  readonly ordered: readonly { readonly id: string; readonly quantity: number }[];
}

/**
 * Settles a checkout, writes its order with everything in it, takes its lines out of the cart (what was added beside them
 * stays) and tells it, in one statement; false when the checkout is not the caller's any more or the cart is not as it was
 * seen. The cart is taken first, like by everybody who takes both.
 */
export async function writePlacement(
  { tx, now, telling }: Pick<HotWork, 'tx' | 'now' | 'telling'>,
  { rows: { order, parts, items, history, steps }, checkout, cart, ordered }: Placement,
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ settled: number }[]>`
    WITH cart AS (
      UPDATE "Cart" SET "version" = "version" + 1, "changedAt" = ${now}::timestamptz
      WHERE "id" = ${cart.id} AND "version" = ${cart.version}::int RETURNING "id"),
    settled AS (
      UPDATE "Checkout" SET "state" = 'DONE'
      WHERE "id" = ${checkout.id} AND "state" = 'STARTED' AND "fence" = ${checkout.fence}
        AND (EXISTS (SELECT FROM cart) OR ${cart.version}::int IS NULL)
      RETURNING "id"),
    ${telling('settled')},
    placed AS (
      INSERT INTO "Order"
      SELECT row.* FROM settled, json_populate_recordset(NULL::"Order", ${jsonRows([order])}::json) AS row),
    part AS (
      INSERT INTO "SellerOrder"
      SELECT row.* FROM settled, json_populate_recordset(NULL::"SellerOrder", ${jsonRows(parts)}::json) AS row),
    item AS (
      INSERT INTO "OrderItem"
      SELECT row.* FROM settled, json_populate_recordset(NULL::"OrderItem", ${jsonRows(items)}::json) AS row),
    entry AS (
      INSERT INTO "OrderHistory"
      SELECT row.* FROM settled, json_populate_recordset(NULL::"OrderHistory", ${jsonRows(history)}::json) AS row),
    step AS (
      INSERT INTO "OrderStep"
      SELECT row.* FROM settled, json_populate_recordset(NULL::"OrderStep", ${jsonRows(steps)}::json) AS row),
    ordered AS (SELECT * FROM json_to_recordset(${JSON.stringify(ordered)}::json) AS ordered("id" text, "quantity" int)),
    gone AS (
      DELETE FROM "CartLine" AS line USING settled, ordered
      WHERE line."id" = ordered."id" AND line."cartId" = ${cart.id} AND line."quantity" <= ordered."quantity"),
    less AS (
      UPDATE "CartLine" AS line SET "quantity" = line."quantity" - ordered."quantity" FROM settled, ordered
      WHERE line."id" = ordered."id" AND line."cartId" = ${cart.id} AND line."quantity" > ordered."quantity")
    SELECT count(*)::int AS "settled" FROM settled`;
  return row?.settled === 1;
}

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
