import type { Db, ReconciliationRow } from '../db.ts';

/** Money that the ledger has at a provider: of a payment what came in, of a refund what went back. */
export interface Booked {
  readonly ourId: string;
  readonly paymentId: string;
  /** The provider's id of the session or refund. */
  readonly reference: string | null;
  /** Null when nothing is booked. */
  readonly amountMinor: bigint | null;
  readonly currency: string;
}

/** What is wanted of a provider: by our ids, or by its own. */
interface Wanted {
  readonly provider: string;
  readonly ids: readonly string[];
  readonly references: readonly string[];
}

/** Our payments at a provider by either id, with what came in for them. */
export const bookedPayments = (db: Db, { provider, ids, references }: Wanted): Promise<Booked[]> => db.$queryRaw<
  Booked[]
>`
  SELECT p."id" AS "ourId", p."id" AS "paymentId", p."providerReference" AS "reference", p."currency",
    (SELECT -sum(l."amountMinor")::bigint FROM "LedgerEntry" e
       JOIN "LedgerLine" l ON l."entryId" = e."id" JOIN "LedgerAccount" a ON a."id" = l."accountId"
     WHERE e."paymentId" = p."id" AND e."refundId" IS NULL
       AND a."kind" = 'PROVIDER_CLEARING' AND a."ownerId" = ${provider}) AS "amountMinor"
  FROM "Payment" p
  WHERE p."provider" = ${provider} AND (p."id" = ANY(${ids}) OR p."providerReference" = ANY(${references}))`;

/** Our refunds at a provider by either id, with what went back. */
export const bookedRefunds = (db: Db, { provider, ids, references }: Wanted): Promise<Booked[]> => db.$queryRaw<
  Booked[]
>`
  SELECT r."id" AS "ourId", r."paymentId", r."providerReference" AS "reference", r."currency",
    (SELECT sum(l."amountMinor")::bigint FROM "LedgerEntry" e
       JOIN "LedgerLine" l ON l."entryId" = e."id" JOIN "LedgerAccount" a ON a."id" = l."accountId"
     WHERE e."paymentId" = p."id" AND e."refundId" = r."id"
       AND a."kind" = 'PROVIDER_CLEARING' AND a."ownerId" = ${provider}) AS "amountMinor"
  FROM "Refund" r JOIN "Payment" p ON p."id" = r."paymentId"
  WHERE p."provider" = ${provider} AND (r."id" = ANY(${ids}) OR r."providerReference" = ANY(${references}))`;

/** An entry that was booked in a comparison's period and was not among the provider's records. */
export type Unmatched = Booked & { readonly entryId: string; readonly amountMinor: bigint };

/** Of a comparison, the next entries that are to be asked about one by one. */
export function unmatched(db: Db, report: ReconciliationRow, limit: number): Promise<Unmatched[]> {
  const ofRefunds = report.step === 'OUR_REFUNDS';
  return db.$queryRaw<Unmatched[]>`
    SELECT e."id" AS "entryId", coalesce(r."id", p."id") AS "ourId", p."id" AS "paymentId", l."currency",
      CASE WHEN r."id" IS NULL THEN p."providerReference" ELSE r."providerReference" END AS "reference",
      abs(l."amountMinor")::bigint AS "amountMinor"
    FROM "LedgerEntry" e
      JOIN "LedgerLine" l ON l."entryId" = e."id" JOIN "LedgerAccount" a ON a."id" = l."accountId"
      JOIN "Payment" p ON p."id" = e."paymentId" LEFT JOIN "Refund" r ON r."id" = e."refundId"
    WHERE a."kind" = 'PROVIDER_CLEARING' AND a."ownerId" = ${report.provider}
      AND e."bookedAt" >= ${report.periodFrom} AND e."bookedAt" < ${report.periodTo}
      AND (e."refundId" IS NOT NULL) = ${ofRefunds} AND e."id" > ${report.cursor ?? ''}
      AND NOT EXISTS (SELECT FROM "ReconciliationMatch" m
        WHERE m."reconciliationId" = ${report.id} AND m."ourId" = coalesce(r."id", p."id"))
    ORDER BY e."id" LIMIT ${limit}`;
}
