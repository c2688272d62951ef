import type { Tx } from '../db.ts';
import { columns, type Party } from '../domain/payout.ts';

/** A statement to write, and the accounts it is about. */
export interface Statement extends Party {
  readonly id: string;
  readonly currency: string;
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly accountIds: readonly string[];
  readonly openingMinor: bigint;
  readonly preparedAt: Date;
}

/**
 * Writes a statement with its totals and its lines; answers how many lines. One statement of SQL, so one view of the
 * ledger: a line that commits meanwhile is in the next one, whatever its date. Of no lines nothing is written.
 */
export async function writeStatement(tx: Tx, statement: Statement): Promise<number> {
  const { id, party, partyId, currency, periodStart, periodEnd, accountIds, openingMinor, preparedAt } = statement;
  const kinds = JSON.stringify(Object.entries(columns).flatMap(([name, all]) => all.map((kind) => ({ kind, name }))));
  return tx.$executeRaw`
    WITH line AS (
      SELECT line."entryId", line."position", line."amountMinor" AS minor, kind.name
      FROM "LedgerLine" AS line JOIN "LedgerEntry" AS entry ON entry."id" = line."entryId"
        JOIN json_to_recordset(${kinds}::json) AS kind(kind text, name text) ON kind.kind = entry."kind"::text
      WHERE line."accountId" = ANY(${accountIds}) AND entry."bookedAt" < ${periodEnd} AND NOT EXISTS (
        SELECT FROM "PayoutLine" AS counted WHERE counted."entryId" = line."entryId" AND counted."position" = line."position")
    ), total AS (
      SELECT ${openingMinor}::bigint AS opening,
        coalesce(sum(minor) FILTER (WHERE name = 'sales'), 0)::bigint AS sales,
        coalesce(sum(minor) FILTER (WHERE name = 'commission'), 0)::bigint AS commission,
        coalesce(sum(minor) FILTER (WHERE name = 'fees'), 0)::bigint AS fees,
        coalesce(sum(minor) FILTER (WHERE name = 'tips'), 0)::bigint AS tips,
        coalesce(sum(minor) FILTER (WHERE name = 'refunds'), 0)::bigint AS refunds,
        coalesce(sum(minor) FILTER (WHERE name = 'cash'), 0)::bigint AS cash,
        (${openingMinor}::bigint + coalesce(sum(minor), 0))::bigint AS net
      FROM line HAVING count(*) > 0
    ), payout AS (
      INSERT INTO "Payout" ("id", "party", "partyId", "currency", "periodStart", "periodEnd", "openingMinor", "salesMinor",
        "commissionMinor", "feesMinor", "tipsMinor", "refundsMinor", "cashMinor", "netMinor", "payableMinor", "state", "preparedAt")
      SELECT ${id}, ${party}::"PayoutParty", ${partyId}, ${currency}, ${periodStart}, ${periodEnd}, opening, sales, commission,
        fees, tips, refunds, cash, net, greatest(net, 0), 'PREPARED', ${preparedAt} FROM total RETURNING "id"
    )
    INSERT INTO "PayoutLine" ("entryId", "position", "payoutId")
    SELECT line."entryId", line."position", payout."id" FROM line, payout`;
}
