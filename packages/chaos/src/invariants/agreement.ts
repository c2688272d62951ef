import type { Invariant, Rooms } from './rooms.ts';

interface OrderRow {
  readonly id: string;
  readonly status: string;
  readonly method: string;
  readonly confirmed: boolean;
  readonly paid: boolean;
  readonly cancelled: string;
}
interface PaymentRow {
  readonly orderId: string;
  readonly status: string;
  readonly captured: boolean;
  readonly amount: string;
  readonly refunded: string;
}

const ordersOf = ({ query }: Rooms) =>
  query<OrderRow>(
    'orders',
    `SELECT o."id", o."status"::text, o."paymentMethod"::text AS method, o."confirmedAt" IS NOT NULL AS confirmed,
       o."paidAt" IS NOT NULL AS paid,
       coalesce(sum(part."totalMinor") FILTER (WHERE part."status" = 'CANCELLED'), 0)::text AS cancelled
     FROM "Order" AS o JOIN "SellerOrder" AS part ON part."orderId" = o."id" GROUP BY o."id"`,
  );
const paymentsOf = ({ query }: Rooms) =>
  query<PaymentRow>(
    'payments',
    `SELECT "orderId", "status"::text, "capturedAt" IS NOT NULL AS captured, "amountMinor"::text AS amount,
       "refundedMinor"::text AS refunded FROM "Payment" WHERE "orderId" IS NOT NULL`,
  );

/** Money that was taken has an order that took it, or went back in full. */
async function moneyHasOrder(rooms: Rooms): Promise<string[]> {
  const orders = new Map((await ordersOf(rooms)).map((order) => [order.id, order]));
  return (await paymentsOf(rooms)).flatMap(({ orderId, captured, amount, refunded }) => {
    const order = orders.get(orderId);
    if (!captured || refunded === amount) return [];
    if (!order || order.status === 'CANCELLED')
      return [`${orderId}: ${order?.status ?? 'no order'}, ${amount} taken and ${refunded} given back`];
    if (BigInt(refunded) < BigInt(order.cancelled))
      return [`${orderId}: parts worth ${order.cancelled} were called off, ${refunded} given back`];
    return order.confirmed || order.method === 'CASH' ? [] : [`${orderId}: paid, but never confirmed`];
  });
}

/** What a kitchen was told to make is paid, or to be paid in cash; what was delivered is paid. */
async function orderHasMoney(rooms: Rooms): Promise<string[]> {
  const payments = new Map((await paymentsOf(rooms)).map((payment) => [payment.orderId, payment]));
  return (await ordersOf(rooms)).flatMap((order) => {
    const said = unpaid(order, payments.get(order.id));
    return said ? [`${order.id}: ${order.status}, ${said}`] : [];
  });
}

function unpaid({ status, method, confirmed, paid }: OrderRow, payment: PaymentRow | undefined): string | null {
  if (!payment) return 'without a payment';
  const isCancelled = status === 'CANCELLED';
  if (isCancelled) return payment.status === 'PENDING' && payment.amount !== '0' ? 'its payment still waits' : null;
  const needsMoney = method === 'CASH' ? status === 'DELIVERED' : confirmed;
  if (!needsMoney) return null;
  if (!payment.captured) return `its payment is ${payment.status}`;
  return paid || method === 'CASH' ? null : 'it has not heard of its money';
}

/** What a live part of an order contains has left the stock; what is called off has not, or came back. */
async function stockAgrees(rooms: Rooms): Promise<string[]> {
  const wanted = await rooms.query<{ key: string; units: string; status: string }>(
    'orders',
    `SELECT item."orderId" || ' ' || item."itemId" AS key,
       coalesce(sum(item."quantity") FILTER (WHERE part."status" <> 'CANCELLED'), 0)::text AS units, min(o."status"::text) AS status
     FROM "OrderItem" AS item JOIN "SellerOrder" AS part ON part."id" = item."sellerOrderId" JOIN "Order" AS o ON o."id" = item."orderId"
     GROUP BY 1`,
  );
  const sold = await rooms.query<{ key: string; units: string }>(
    'inventory',
    `SELECT "orderId" || ' ' || "itemId" AS key, (-sum("delta"))::text AS units FROM "StockMovement"
     WHERE "orderId" IS NOT NULL GROUP BY 1`,
  );
  const tracked = new Set(
    (await rooms.query<{ id: string }>('inventory', `SELECT "itemId" AS id FROM "StockItem" WHERE "tracked"`)).map(
      ({ id }) => id,
    ),
  );
  const left = new Map(sold.map(({ key, units }) => [key, units]));
  const broken = wanted.flatMap(({ key, units, status }) => {
    const gone = left.get(key) ?? '0';
    left.delete(key);
    return tracked.has(key.split(' ')[1] ?? '') && gone !== units
      ? [`${key}: ${status} with ${units}, ${gone} left the stock`]
      : [];
  });
  for (const [key, units] of left) if (units !== '0') broken.push(`${key}: ${units} left the stock for no order`);
  return broken;
}

/** No hold outlives the question whether there is an order. */
async function holdsAgree(rooms: Rooms): Promise<string[]> {
  const active = await rooms.query<{ id: string }>(
    'inventory',
    `SELECT "orderId" AS id FROM "Hold" WHERE "state" = 'ACTIVE'`,
  );
  const orders = new Map((await ordersOf(rooms)).map(({ id, status }) => [id, status]));
  return active.map(({ id }) => `${id}: ${orders.get(id) ?? 'no order'}, its hold is still active`);
}

/** What was handed over at the door is delivered for everybody. */
async function deliveriesAgree(rooms: Rooms): Promise<string[]> {
  const jobs = await rooms.query<{ id: string; status: string }>(
    'delivery',
    `SELECT "sellerOrderId" AS id, "status"::text FROM "Delivery"`,
  );
  const parts = await rooms.query<{ id: string; status: string }>(
    'orders',
    `SELECT "id", "status"::text FROM "SellerOrder"`,
  );
  const jobOf = new Map(jobs.map(({ id, status }) => [id, status]));
  return parts.flatMap(({ id, status }) => {
    const job = jobOf.get(id);
    if ((status === 'DELIVERED') !== (job === 'DELIVERED'))
      return [`${id}: ${status}, its delivery ${job ?? 'is missing'}`];
    if (status === 'CANCELLED' && job && job !== 'CANCELLED') return [`${id}: cancelled, its delivery is ${job}`];
    if (['CONFIRMED', 'PREPARING', 'READY', 'DISPATCHED'].includes(status) && !job)
      return [`${id}: ${status}, no delivery`];
    return [];
  });
}

/** Orders, payments, stock and delivery agree (I6). */
export const agreementInvariants: readonly Invariant[] = [
  { number: 'I6', name: 'money that was taken has an order that took it, or went back in full', broken: moneyHasOrder },
  { number: 'I6', name: 'what is made is paid, what is called off is not waited for', broken: orderHasMoney },
  { number: 'I6', name: 'exactly what live orders contain has left the stock', broken: stockAgrees },
  { number: 'I6', name: 'no hold outlives its question', broken: holdsAgree },
  { number: 'I6', name: 'orders and deliveries agree', broken: deliveriesAgree },
];
