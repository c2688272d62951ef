import type { Claim } from '@app/kernel/events';
import type { Work } from '@app/kernel/work';
import { Prisma } from '../db.ts';
import { EXPIRE_HOLD } from '../domain/hold.lifecycle.ts';
import { movedBy } from './move-lines.ts';

/**
 * Keeps an order's promise in one statement with the inbox row of the event that asks for it, so that its items are locked
 * for no longer than that. False when the promise is not active or the event was heard before: then nothing was written,
 * and `confirmHold` decides. What can be promised does not change, so there is nothing to say about that.
 */
export async function confirmAtOnce(work: Work, orderId: string, claim: Claim): Promise<boolean> {
  work.unschedule(EXPIRE_HOLD, orderId);
  work.emit('stock.hold-confirmed', orderId, { orderId });
  const which = Prisma.sql`IN (SELECT "itemId" FROM item)`;
  const [row] = await work.tx.$queryRaw<{ confirmed: number }[]>`
    WITH hold AS (SELECT "orderId" FROM "Hold" WHERE "orderId" = ${orderId} AND "state" = 'ACTIVE' FOR UPDATE),
    claimed AS (${claim('hold')}),
    item AS (
      SELECT "itemId" FROM "StockItem"
      WHERE "itemId" IN (SELECT "itemId" FROM "HoldLine" WHERE "orderId" = ${orderId} AND "state" = 'ACTIVE')
        AND EXISTS (SELECT FROM claimed)
      ORDER BY "itemId" FOR UPDATE),
    ${movedBy(work, orderId, { name: 'confirm', reason: 'order confirmed', which })},
    confirmed AS (
      UPDATE "Hold" SET "state" = 'CONFIRMED' WHERE "orderId" = ${orderId} AND EXISTS (SELECT FROM claimed)),
    ${work.telling('claimed')}
    SELECT count(*)::int AS "confirmed" FROM claimed`;
  return row?.confirmed === 1;
}
