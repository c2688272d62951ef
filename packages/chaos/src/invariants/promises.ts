import type { Invariant, Rooms } from './rooms.ts';

async function ordersStand({ query, journal }: Rooms): Promise<string[]> {
  const rows = await query<{ key: string; id: string; there: boolean }>(
    'orders',
    `SELECT checkout."idempotencyKey" AS key, checkout."orderId" AS id, o."id" IS NOT NULL AS there
     FROM "Checkout" AS checkout LEFT JOIN "Order" AS o ON o."id" = checkout."orderId"`,
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const broken = [...journal.contradictions];
  for (const [key, { orderId }] of journal.ordered) {
    const row = byKey.get(key);
    if (!row?.there || row.id !== orderId)
      broken.push(`${orderId} was acknowledged under ${key}, there is ${JSON.stringify(row ?? null)}`);
  }
  for (const [key, code] of journal.refused)
    if (byKey.get(key)?.there) broken.push(`${key} was refused (${code}), but there is an order`);
  return broken;
}

async function movesStand({ query, journal }: Rooms): Promise<string[]> {
  const cancelled = await query<{ id: string }>('orders', `SELECT "id" FROM "Order" WHERE "status" = 'CANCELLED'`);
  const gone = new Set(cancelled.map(({ id }) => id));
  const history = await query<{ key: string }>(
    'orders',
    `SELECT "sellerOrderId" || ' ' || "toStatus" AS key FROM "OrderHistory" WHERE "sellerOrderId" IS NOT NULL`,
  );
  const moved = new Set(history.map(({ key }) => key));
  const delivered = await query<{ id: string }>('delivery', `SELECT "id" FROM "Delivery" WHERE "status" = 'DELIVERED'`);
  const handedOver = new Set(delivered.map(({ id }) => id));
  return [
    ...[...journal.cancelled].filter((id) => !gone.has(id)).map((id) => `${id}: its cancellation was acknowledged`),
    ...journal.moved
      .filter(({ sellerOrderId, to }) => !moved.has(`${sellerOrderId} ${to}`))
      .map(({ sellerOrderId, to }) => `${sellerOrderId}: ${to} was acknowledged`),
    ...[...journal.delivered].filter((id) => !handedOver.has(id)).map((id) => `${id}: its handover was acknowledged`),
  ];
}

async function adjustmentsStand({ query, journal }: Rooms): Promise<string[]> {
  const rows = await query<{ key: string; times: number; delta: number }>(
    'inventory',
    `SELECT "reason" AS key, count(*)::int AS times, sum("delta")::int AS delta FROM "StockMovement" WHERE "kind" = 'ADJUSTED' GROUP BY 1`,
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const broken: string[] = [];
  for (const [key, { delta }] of journal.adjusted)
    if (byKey.get(key)?.delta !== delta)
      broken.push(`${key}: ${delta} was acknowledged, the log has ${byKey.get(key)?.delta ?? 'nothing'}`);
  for (const key of journal.adjustmentsTried)
    if ((byKey.get(key)?.times ?? 0) > 1) broken.push(`${key}: done ${byKey.get(key)?.times} times`);
  return broken;
}

async function moneyStands({ query, journal }: Rooms): Promise<string[]> {
  const refunds = await query<{ key: string; id: string }>(
    'payments',
    `SELECT split_part("reasonKey", ':', 3) AS key, "paymentId" AS id FROM "Refund" WHERE "reasonKey" LIKE 'asked:%'`,
  );
  const topUps = await query<{ key: string; id: string }>(
    'payments',
    `SELECT "key", "answerId" AS id FROM "AskedOnce"`,
  );
  const refundOf = new Map(refunds.map(({ key, id }) => [key, id]));
  const topUpOf = new Map(topUps.map(({ key, id }) => [key, id]));
  return [
    ...[...journal.refunded]
      .filter(([key, id]) => refundOf.get(key) !== id)
      .map(([key, id]) => `${id}: refund ${key} was acknowledged`),
    ...[...journal.toppedUp]
      .filter(([key, id]) => topUpOf.get(key) !== id)
      .map(([key, id]) => `${id}: top-up ${key} was acknowledged`),
  ];
}

/** What a client saw succeed is so, once; what it saw refused left nothing (I11, I12). */
export const promiseInvariants: readonly Invariant[] = [
  {
    number: 'I12',
    name: 'acknowledged orders stand, refused ones left nothing; one key, one order',
    broken: ordersStand,
  },
  { number: 'I12', name: 'acknowledged cancellations, moves and handovers stand', broken: movesStand },
  { number: 'I11', name: 'acknowledged stock changes stand, each once', broken: adjustmentsStand },
  { number: 'I12', name: 'acknowledged refunds and top-ups stand', broken: moneyStands },
];
