import { newId } from '@app/kernel/ids';
import type { PaymentWork } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { accountId, type Movement } from '../domain/ledger.ts';

/** Books a movement of a payment's money as one balanced entry, opening the accounts it needs: one statement. */
export async function book(
  { tx, now }: PaymentWork,
  { id: paymentId, currency }: PaymentRow,
  { kind, from, to, amountMinor, refundId = null }: Movement & { refundId?: string | null },
): Promise<void> {
  if (amountMinor === 0n) return;
  const entryId = newId('led');
  const lines = [
    {
      position: 1,
      account: accountId(from, currency),
      kind: from.kind,
      owner: from.ownerId,
      amount: `-${amountMinor}`,
    },
    { position: 2, account: accountId(to, currency), kind: to.kind, owner: to.ownerId, amount: `${amountMinor}` },
  ];
  await tx.$executeRaw`
    WITH line AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(lines)}::json)
        AS line(position int, account text, kind text, owner text, amount bigint)
    ), account AS (
      INSERT INTO "LedgerAccount" ("id", "kind", "ownerId", "currency")
      SELECT account, kind::"LedgerAccountKind", owner, ${currency} FROM line ORDER BY account
      ON CONFLICT DO NOTHING
    ), entry AS (
      INSERT INTO "LedgerEntry" ("id", "kind", "paymentId", "refundId", "bookedAt")
      VALUES (${entryId}, ${kind}::"LedgerEntryKind", ${paymentId}, ${refundId}, ${now})
    )
    INSERT INTO "LedgerLine" ("entryId", "position", "accountId", "currency", "amountMinor")
    SELECT ${entryId}, position, account, ${currency}, amount FROM line`;
}
