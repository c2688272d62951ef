import { ok } from '@app/kernel/result';
import type { StockCommand, StockWork } from '../context.ts';
import { EXPIRE_HOLD } from '../domain/hold.lifecycle.ts';
import { itemsOf, type LockedHold, lockHold, setHoldState } from './hold.rows.ts';
import { moveLines } from './move-lines.ts';

/** The part of an order that was called off, and why. */
export interface ReturnLines {
  readonly orderId: string;
  readonly itemIds: readonly string[];
  readonly reason: string;
}

/** Takes a part of an order back: what is still promised is released, what has left the stock is put back; each line once. */
export const returnLines: StockCommand<ReturnLines, null, never> = async (work, { orderId, itemIds, reason }) => {
  const hold = await lockHold(work.tx, orderId);
  if (!hold) return ok(null);
  const wanted = hold.lines.filter(({ itemId }) => itemIds.includes(itemId));
  const promised = wanted.filter(({ state }) => state === 'ACTIVE');
  const sold = wanted.filter(({ state }) => state === 'CONFIRMED');
  const log = `order cancelled: ${reason}`;
  await moveLines(work, sold, { name: 'restock', reason: log });
  await moveLines(work, promised, { name: 'release', reason: log });
  if (promised.length > 0) await tellReleased(work, hold, itemsOf(promised));
  if (hold.state === 'EXPIRED') await giveUp(work, hold, itemsOf(wanted));
  return ok(null);
};

/** Facts may come in another order after Redis has lost some: a confirmation that is heard after this must not take these again. */
async function giveUp({ tx }: StockWork, { orderId, lines }: LockedHold, itemIds: string[]): Promise<void> {
  const where = { orderId, itemId: { in: itemIds }, state: 'EXPIRED' as const };
  await tx.holdLine.updateMany({ where, data: { state: 'RELEASED' } });
  const left = lines.some(({ state, itemId }) => state === 'EXPIRED' && !itemIds.includes(itemId));
  if (!left) await setHoldState(tx, orderId, 'RELEASED');
}

async function tellReleased(work: StockWork, { orderId, lines }: LockedHold, itemIds: string[]): Promise<void> {
  work.emit('stock.hold-released', orderId, { orderId, itemIds });
  if (lines.some(({ state, itemId }) => state === 'ACTIVE' && !itemIds.includes(itemId))) return;
  await setHoldState(work.tx, orderId, 'RELEASED');
  work.unschedule(EXPIRE_HOLD, orderId);
}
