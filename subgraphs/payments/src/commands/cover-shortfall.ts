import type { PaymentWork } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { orders } from '../domain/accounts.ts';
import { type Holding, recover } from '../domain/sale.ts';
import { bookAll } from './book.ts';

/** Takes back from those who were paid what a payment, locked by this transaction, has given back beyond what was left of it. */
export async function coverShortfall(
  work: PaymentWork,
  { id: paymentId, currency }: PaymentRow,
  refundId: string | null = null,
): Promise<void> {
  const holdings = await work.tx.$queryRaw<Holding[]>`
    SELECT account."kind", account."ownerId", sum(line."amountMinor")::bigint AS minor
    FROM "LedgerEntry" AS entry JOIN "LedgerLine" AS line ON line."entryId" = entry."id"
      JOIN "LedgerAccount" AS account ON account."id" = line."accountId"
    WHERE entry."paymentId" = ${paymentId} GROUP BY account."id" ORDER BY account."id"`;
  await bookAll(work, { paymentId, currency, refundId }, recover(holdings));
}

/** Gives back what was taken for a refund that the provider never sent. */
export async function returnRecovered(
  work: PaymentWork,
  { id: paymentId, currency }: PaymentRow,
  refundId: string,
): Promise<void> {
  const taken = await work.tx.$queryRaw<Holding[]>`
    SELECT account."kind", account."ownerId", -sum(line."amountMinor")::bigint AS minor
    FROM "LedgerEntry" AS entry JOIN "LedgerLine" AS line ON line."entryId" = entry."id" AND line."amountMinor" < 0
      JOIN "LedgerAccount" AS account ON account."id" = line."accountId"
    WHERE entry."refundId" = ${refundId} AND entry."kind" = 'REFUND_RECOVERED' GROUP BY account."id" ORDER BY account."id"`;
  const movements = taken.map(({ kind, ownerId, minor }) => {
    const to = { kind, ownerId };
    return { kind: 'RECOVERY_RETURNED' as const, from: orders, to, amountMinor: minor };
  });
  await bookAll(work, { paymentId, currency, refundId }, movements);
}
