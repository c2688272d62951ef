import type { Invariant, Rooms } from './rooms.ts';
import { inDatabase } from './sql.ts';

interface Captured {
  readonly id: string;
  readonly reference: string | null;
  readonly captured: boolean;
  readonly amount: string;
  readonly sent: string;
}

/** What the provider took and gave back is what the books say (I5). */
async function againstProvider({ query, provider }: Rooms): Promise<string[]> {
  const payments = await query<Captured>(
    'payments',
    `SELECT "id", "providerReference" AS reference, "capturedAt" IS NOT NULL AS captured, "amountMinor"::text AS amount,
       (SELECT coalesce(sum("amountMinor"), 0)::text FROM "Refund" WHERE "paymentId" = "Payment"."id" AND "state" = 'DONE') AS sent
     FROM "Payment" WHERE "method" = 'ONLINE'`,
  );
  const known = new Map(payments.map((payment) => [payment.id, payment]));
  const broken: string[] = [];
  for (const { id, status, amount, reference } of provider.sessions.values()) {
    const payment = known.get(reference);
    if (status === 'paid' && (!payment?.captured || payment.amount !== amount || payment.reference !== id))
      broken.push(`${reference}: the provider took ${amount}, the books have ${JSON.stringify(payment ?? null)}`);
    if (status !== 'paid' && payment?.captured && payment.reference === id)
      broken.push(`${reference}: captured, but the provider's session is ${status}`);
  }
  for (const { id, reference, sent } of payments) {
    const refunds = provider.refunds.filter(({ sessionId }) => sessionId === reference);
    const there = refunds.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    if (there !== BigInt(sent)) broken.push(`${id}: the provider sent ${there} back, the books say ${sent}`);
  }
  return broken;
}

/** Money is neither made nor lost (I3, I4, I5). */
export const moneyInvariants: readonly Invariant[] = [
  inDatabase('I3', 'every ledger entry sums to zero in each currency, with two lines or more', [
    'payments',
    `SELECT entry."id" || ' sums to ' || coalesce(sum(line."amountMinor"), 0) || ' over ' || count(line.*) AS text
     FROM "LedgerEntry" AS entry LEFT JOIN "LedgerLine" AS line ON line."entryId" = entry."id"
     GROUP BY entry."id", line."currency" HAVING coalesce(sum(line."amountMinor"), 0) <> 0 OR count(line.*) < 2`,
  ]),
  inDatabase('I3', 'every wallet is the sum of its ledger lines, and not below zero', [
    'payments',
    `SELECT wallet."customerId" || ' has ' || wallet."balanceMinor" || ', lines sum to ' || coalesce(sum(line."amountMinor"), 0) AS text
     FROM "Wallet" AS wallet
     LEFT JOIN "LedgerAccount" AS account ON account."kind" = 'CUSTOMER_WALLET' AND account."ownerId" = wallet."customerId"
       AND account."currency" = wallet."currency"
     LEFT JOIN "LedgerLine" AS line ON line."accountId" = account."id"
     GROUP BY wallet."customerId", wallet."currency", wallet."balanceMinor"
     HAVING wallet."balanceMinor" <> coalesce(sum(line."amountMinor"), 0) OR wallet."balanceMinor" < 0`,
  ]),
  inDatabase('I5', '0 ≤ refunded ≤ promised back ≤ paid, and both are the sums of the refunds', [
    'payments',
    `SELECT payment."id" || ': paid ' || payment."amountMinor" || ', due ' || payment."refundDueMinor" || ' (' || coalesce(refund.due, 0)
       || '), refunded ' || payment."refundedMinor" || ' (' || coalesce(refund.done, 0) || ')' AS text
     FROM "Payment" AS payment LEFT JOIN (
       SELECT "paymentId", sum("amountMinor") FILTER (WHERE "state" = 'DONE') AS done,
         sum("amountMinor") FILTER (WHERE "state" <> 'FAILED') AS due FROM "Refund" GROUP BY 1) AS refund
       ON refund."paymentId" = payment."id"
     WHERE payment."refundedMinor" <> coalesce(refund.done, 0) OR payment."refundDueMinor" <> coalesce(refund.due, 0)
       OR payment."refundedMinor" > payment."refundDueMinor" OR payment."refundDueMinor" > payment."amountMinor"
       OR (payment."capturedAt" IS NULL AND payment."refundDueMinor" > 0)`,
  ]),
  inDatabase('I5', 'each payment was captured once, and in the books with its whole amount', [
    'payments',
    `SELECT payment."id" || ': captured ' || (payment."capturedAt" IS NOT NULL) || ', ' || count(entry.*) || ' entries' AS text
     FROM "Payment" AS payment LEFT JOIN (
       SELECT entry."id", entry."paymentId", sum(line."amountMinor") FILTER (WHERE line."amountMinor" > 0) AS amount
       FROM "LedgerEntry" AS entry JOIN "LedgerLine" AS line ON line."entryId" = entry."id"
       WHERE entry."kind"::text IN ('CAPTURE', 'TOP_UP', 'WALLET_PAYMENT', 'CASH') GROUP BY 1) AS entry
       ON entry."paymentId" = payment."id"
     GROUP BY payment."id"
     HAVING (payment."capturedAt" IS NOT NULL AND coalesce(sum(entry.amount), 0) <> payment."amountMinor")
       OR (payment."capturedAt" IS NULL AND payment."method" <> 'CASH' AND count(entry.*) > 0)
       OR (payment."method" <> 'CASH' AND count(entry.*) > 1)`,
  ]),
  { number: 'I5', name: "captured and refunded equal the provider's own record", broken: againstProvider },
  inDatabase('I10', 'every webhook that was taken is applied', [
    'payments',
    `SELECT "eventId" || ' was not applied: ' || coalesce("outcome", 'never tried') AS text FROM "WebhookEvent" WHERE "appliedAt" IS NULL`,
  ]),
];
