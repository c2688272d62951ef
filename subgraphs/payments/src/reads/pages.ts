import { connectionOf, decodeCursor, pageSize } from '@app/kernel/cursor';
import { publicError } from '@app/kernel/errors';
import { hasRole, type Viewer } from '@app/kernel/viewer';
import type { CommissionRuleRow, Db, PayoutParty, PayoutRow, WalletRow } from '../db.ts';
import { accountId, walletOf } from '../domain/accounts.ts';
import type { EntryKind } from '../domain/ledger.ts';
import { maySeeParty } from '../domain/payout.ts';
import { EVERY_BUSINESS } from '../domain/sale.ts';

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A line of an account as its owner sees it. */
export interface LineRow {
  readonly entryId: string;
  readonly position: number;
  readonly kind: EntryKind;
  readonly at: Date;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly paymentId: string | null;
  readonly subject: string | null;
}

const lineKey = ({ entryId, position }: LineRow) => [entryId, position] as const;
/** After every id: the first page begins there. */
const LAST = '~';
const from = (after: string | null | undefined) =>
  after ? decodeCursor(after, ['string', 'number']) : ([LAST, 0] as const);

/** What went into a wallet and out of it, newest first. */
export async function walletStatement(db: Db, wallet: WalletRow, { first, after }: PageArgs) {
  const size = pageSize(first);
  const [entryId, position] = from(after);
  const account = accountId(walletOf(wallet.customerId), wallet.currency);
  const rows = await db.$queryRaw<LineRow[]>`
    SELECT line."entryId", line."position", entry."kind", entry."bookedAt" AS "at", line."amountMinor", line."currency",
      entry."paymentId", entry."subject"
    FROM "LedgerLine" AS line JOIN "LedgerEntry" AS entry ON entry."id" = line."entryId"
    WHERE line."accountId" = ${account} AND (line."entryId", line."position") < (${entryId}, ${position})
    ORDER BY line."entryId" DESC, line."position" DESC LIMIT ${size + 1}`;
  return connectionOf(rows, { size, after, key: lineKey });
}

/** The lines a payout statement counts, newest first. */
export async function payoutLines(db: Db, { id }: PayoutRow, { first, after }: PageArgs) {
  const size = pageSize(first);
  const [entryId, position] = from(after);
  const rows = await db.$queryRaw<LineRow[]>`
    SELECT line."entryId", line."position", entry."kind", entry."bookedAt" AS "at", line."amountMinor", line."currency",
      entry."paymentId", entry."subject"
    FROM "PayoutLine" AS counted
      JOIN "LedgerLine" AS line ON line."entryId" = counted."entryId" AND line."position" = counted."position"
      JOIN "LedgerEntry" AS entry ON entry."id" = line."entryId"
    WHERE counted."payoutId" = ${id} AND (counted."entryId", counted."position") < (${entryId}, ${position})
    ORDER BY counted."entryId" DESC, counted."position" DESC LIMIT ${size + 1}`;
  return connectionOf(rows, { size, after, key: lineKey });
}

const key = ({ id }: { id: string }) => [id] as const;
const before = (after: string | null | undefined) => ({
  id: { lt: after ? decodeCursor(after, ['string'])[0] : LAST },
});

/** A party's statements, newest first. Throws NOT_FOUND for somebody else's. */
export async function payouts(
  db: Db,
  viewer: Viewer,
  { party, partyId, first, after }: PageArgs & { party: PayoutParty; partyId?: string | null | undefined },
) {
  const whose = { party, partyId: partyId ?? viewer.id };
  if (!maySeeParty(viewer, whose)) throw publicError('NOT_FOUND', 'No such party of yours.');
  const size = pageSize(first);
  const where = { ...whose, ...before(after) };
  const rows = await db.payout.findMany({ where, orderBy: { id: 'desc' }, take: size + 1 });
  return connectionOf(rows, { size, after, key });
}

/** One statement; null when it does not exist for this viewer. */
export async function payout(db: Db, viewer: Viewer, id: string): Promise<PayoutRow | null> {
  const found = id.includes('\0') ? null : await db.payout.findUnique({ where: { id } });
  return found && maySeeParty(viewer, found) ? found : null;
}

/** What was agreed with a business, and with all, newest first. Throws NOT_FOUND for somebody else's. */
export async function commissionRules(
  db: Db,
  viewer: Viewer,
  { businessId, first, after }: PageArgs & { businessId: string },
) {
  const mine = hasRole(viewer, 'ADMIN') || viewer.businessIds.includes(businessId);
  if (!mine) throw publicError('NOT_FOUND', 'No such business of yours.');
  const size = pageSize(first);
  const where = { businessId: { in: [businessId, EVERY_BUSINESS] }, ...before(after) };
  const rows: CommissionRuleRow[] = await db.commissionRule.findMany({
    where,
    orderBy: { id: 'desc' },
    take: size + 1,
  });
  return connectionOf(rows, { size, after, key });
}
