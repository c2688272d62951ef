import type { World } from './world.ts';

const rowsOf = async (world: World, sql: string) => (await world.pool.query(sql)).rows;

/** What must hold of the books at any time; each query lists what breaks it. */
const INVARIANTS = {
  'every entry sums to zero per currency': `SELECT "entryId" FROM "LedgerLine" GROUP BY "entryId", "currency" HAVING sum("amountMinor") <> 0`,
  'every entry has two sides': `SELECT e."id" FROM "LedgerEntry" e LEFT JOIN "LedgerLine" l ON l."entryId" = e."id" GROUP BY e."id" HAVING count(l.*) < 2`,
  'kept balances equal their lines': `
    SELECT b."accountId" FROM "LedgerBalance" b LEFT JOIN "LedgerLine" l ON l."accountId" = b."accountId"
    GROUP BY b."accountId" HAVING b."balanceMinor" <> coalesce(sum(l."amountMinor"), 0)`,
  'escrow in is released, refunded or held': `
    SELECT e."sessionId" FROM "Escrow" e LEFT JOIN "Payment" p ON p."sessionId" = e."sessionId" AND p."capturedAt" IS NOT NULL
    GROUP BY e."sessionId" HAVING coalesce(sum(p."amountMinor"), 0) <> e."releasedMinor" + e."heldMinor" + e."refundedMinor"`,
  'wallets equal their accounts': `
    SELECT * FROM "Wallet" w FULL JOIN (
      SELECT a."ownerId", a."currency", sum(l."amountMinor") AS balance FROM "LedgerAccount" a JOIN "LedgerLine" l ON l."accountId" = a."id"
      WHERE a."kind" = 'CUSTOMER_WALLET' GROUP BY 1, 2
    ) b ON b."ownerId" = w."customerId" AND b."currency" = w."currency"
    WHERE coalesce(w."balanceMinor", 0) <> coalesce(b.balance, 0)`,
  'no wallet, order or refund account is below zero': `
    SELECT a."id" FROM "LedgerAccount" a JOIN "LedgerLine" l ON l."accountId" = a."id"
    WHERE a."kind" IN ('CUSTOMER_WALLET', 'ORDER_CLEARING', 'REFUND_CLEARING') GROUP BY a."id" HAVING sum(l."amountMinor") < 0`,
  'captured is booked, and only that': `
    SELECT p."id" FROM "Payment" p LEFT JOIN "LedgerEntry" e ON e."paymentId" = p."id" AND e."kind" IN ('CAPTURE', 'TOP_UP', 'CASH', 'WALLET_PAYMENT', 'ESCROW_HOLD')
    LEFT JOIN "LedgerLine" l ON l."entryId" = e."id" AND l."amountMinor" > 0
    GROUP BY p."id" HAVING (p."capturedAt" IS NOT NULL OR p."method" <> 'CASH')
      AND coalesce(sum(l."amountMinor"), 0) <> CASE WHEN p."capturedAt" IS NULL THEN 0 ELSE p."amountMinor" END`,
  'refunded is the sum of refunds done, and promised of those not failed': `
    SELECT p."id" FROM "Payment" p LEFT JOIN "Refund" r ON r."paymentId" = p."id" GROUP BY p."id"
    HAVING p."refundedMinor" <> coalesce(sum(r."amountMinor") FILTER (WHERE r."state" = 'DONE'), 0)
        OR p."refundDueMinor" <> coalesce(sum(r."amountMinor") FILTER (WHERE r."state" <> 'FAILED'), 0)`,
};

/** Fails when an invariant of the books does not hold. */
export async function expectSoundBooks(world: World): Promise<void> {
  for (const [what, sql] of Object.entries(INVARIANTS)) expect([what, await rowsOf(world, sql)]).toEqual([what, []]);
}

/** What every account that was ever used holds now. */
export const balances = async (world: World): Promise<Record<string, number>> =>
  Object.fromEntries(
    (
      await rowsOf(world, `SELECT "accountId", sum("amountMinor")::int AS sum FROM "LedgerLine" GROUP BY 1 ORDER BY 1`)
    ).map(({ accountId, sum }) => [accountId, sum]),
  );

/** Orders tells that a part was delivered. */
export async function delivered(
  world: World,
  part: {
    sellerOrderId: string;
    businessId: string;
    total: number;
    subtotal: number;
    courierUserId?: string | null;
    orderId?: string;
    fee?: number;
    tip?: number;
  },
): Promise<void> {
  const {
    sellerOrderId,
    businessId,
    orderId = 'ord_1',
    courierUserId = 'usr_courier',
    total,
    subtotal,
    fee = 0,
    tip = 0,
  } = part;
  const amounts = { totalMinor: total, subtotalMinor: subtotal, deliveryFeeMinor: fee, tipMinor: tip };
  const text = Object.fromEntries(Object.entries(amounts).map(([name, minor]) => [name, String(minor)]));
  await world.hears('seller-order.delivered', {
    ...{
      sellerOrderId,
      businessId,
      orderId,
      courierUserId,
      customerId: 'usr_ada',
      courierId: courierUserId && 'cou_1',
    },
    amounts: { currency: 'EUR', ...text },
  });
}
