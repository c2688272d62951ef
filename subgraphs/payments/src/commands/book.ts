import { newId } from '@app/kernel/ids';
import type { PaymentWork } from '../context.ts';
import { type PaymentRow, Prisma, type Tx } from '../db.ts';
import { accountId } from '../domain/accounts.ts';
import type { Movement } from '../domain/ledger.ts';

/** What movements have in common: the payment they come from, if it is one, and the refund. */
export interface Occasion {
  readonly paymentId: string | null;
  readonly currency: string;
  readonly refundId?: string | null;
}

/** Books a movement of a payment's money as one balanced entry. */
export const book = (
  work: PaymentWork,
  { id: paymentId, currency }: { id: string; currency: string },
  { refundId = null, ...movement }: Movement & { refundId?: string | null },
): Promise<void> =>
  bookAll(work, { paymentId, currency, refundId }, [{ ...movement, ...(refundId && { subject: refundId }) }]);

/** Books movements as one balanced entry each, each of the occasion or of its own, opening the accounts they need: one statement. Of nothing, nothing is booked. */
export async function bookAll(
  { tx, now }: PaymentWork,
  occasion: Occasion,
  movements: readonly (Movement & Partial<Occasion>)[],
): Promise<void> {
  const booking = bookingOf(occasion, movements);
  if (booking) await tx.$executeRaw`WITH ${bookedBy(booking, now)} SELECT 1`;
}

/** Entries and their lines, ready to be written. */
export interface Booking {
  readonly entries: readonly object[];
  readonly lines: readonly object[];
  readonly currency: string;
}

/** What movements come to in the ledger; null of nothing. */
export function bookingOf(occasion: Occasion, movements: readonly (Movement & Partial<Occasion>)[]): Booking | null {
  const moving = movements.filter(({ amountMinor }) => amountMinor !== 0n);
  if (moving.length === 0) return null;
  const { paymentId, currency, refundId = null } = occasion;
  const entries = moving.map(({ kind, subject = null, paymentId: of = paymentId, refundId: by = refundId }) => ({
    id: newId('led'),
    kind,
    subject,
    payment: of,
    refund: by,
  }));
  const lines = moving.flatMap(({ from, to, amountMinor }, index) =>
    [
      { account: from, amount: `${-amountMinor}` },
      { account: to, amount: `${amountMinor}` },
    ].map(({ account, amount }, side) => ({
      entry: entries[index]?.id,
      position: side + 1,
      account: accountId(account, currency),
      kind: account.kind,
      owner: account.ownerId,
      amount,
    })),
  );
  return { entries, lines, currency };
}

/** A booking as expressions of a statement that writes more than this. `ifAny` names an earlier one: without a row in it, nothing is booked. */
export function bookedBy({ entries, lines, currency }: Booking, now: Date, ifAny?: string): Prisma.Sql {
  const condition =
    ifAny === undefined ? Prisma.empty : Prisma.sql`WHERE EXISTS (SELECT FROM ${Prisma.raw(`"${ifAny}"`)})`;
  return Prisma.sql`
    line AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(lines)}::json)
        AS line(entry text, position int, account text, kind text, owner text, amount bigint)
      ${condition}
    ), account AS (
      INSERT INTO "LedgerAccount" ("id", "kind", "ownerId", "currency")
      SELECT DISTINCT account, kind::"LedgerAccountKind", owner, ${currency} FROM line ORDER BY account
      ON CONFLICT DO NOTHING
    ), entry AS (
      INSERT INTO "LedgerEntry" ("id", "kind", "subject", "paymentId", "refundId", "bookedAt")
      SELECT id, kind::"LedgerEntryKind", subject, payment, refund, ${now}::timestamptz
      FROM json_to_recordset(${JSON.stringify(entries)}::json)
        AS entry(id text, kind text, subject text, payment text, refund text)
      ${condition}
    ), booked AS (
      INSERT INTO "LedgerLine" ("entryId", "position", "accountId", "currency", "amountMinor")
      SELECT entry, position, account, ${currency}, amount FROM line
    )`;
}

/** How much of a cash payment is booked already, part by part, as couriers handed them over. */
export async function cashBooked(tx: Tx, { id, method }: PaymentRow): Promise<bigint> {
  if (method !== 'CASH') return 0n;
  const [booked] = await tx.$queryRaw<{ minor: bigint }[]>`
    SELECT coalesce(sum(line."amountMinor"), 0)::bigint AS minor
    FROM "LedgerEntry" AS entry JOIN "LedgerLine" AS line ON line."entryId" = entry."id" AND line."amountMinor" > 0
    WHERE entry."paymentId" = ${id} AND entry."kind" = 'CASH'`;
  return booked?.minor ?? 0n;
}
