import { ok } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { StockCommand, StockWork } from '../context.ts';
import type { HoldLineRow } from '../db.ts';
import { allocate, sameParts } from '../domain/allocation.ts';
import { EXPIRE_HOLD } from '../domain/hold.lifecycle.ts';
import { mergeLines, shortOf } from '../domain/stock.ts';
import { itemsOf, type LockedHold, lockHold, setHoldState } from './hold.rows.ts';
import { moveLines } from './move-lines.ts';
import { rewriteExpiredLines } from './promise.rows.ts';
import { lockItems, placesOf } from './stock.rows.ts';

const reason = 'order confirmed';

/** CONFIRMED: the units have left. LOST: the promise was over and they are gone. NOTHING: there was none to keep. */
export type Confirmation = 'CONFIRMED' | 'LOST' | 'NOTHING';

/** Keeps an order's promise: its units leave the stock, once (I4). One that has run out of time is renewed if stock allows. */
export const confirmHold: StockCommand<{ orderId: string }, Confirmation, never> = async (work, { orderId }) => {
  const hold = await lockHold(work.tx, orderId);
  if (!hold) return ok('NOTHING');
  switch (hold.state) {
    case 'CONFIRMED':
      return ok('NOTHING');
    case 'ACTIVE':
      return ok(await keep(work, hold));
    case 'EXPIRED':
      return ok(await retake(work, hold));
    case 'RELEASED':
      return ok(await lose(work, hold, itemsOf(hold.lines)));
  }
};

async function keep(work: StockWork, { orderId, lines }: LockedHold): Promise<Confirmation> {
  const open = lines.filter(({ state }) => state === 'ACTIVE');
  work.unschedule(EXPIRE_HOLD, orderId);
  return leave(work, orderId, { lines: open, name: 'confirm' });
}

/** The money came after the deadline: all units again, from wherever they are now, or none. */
async function retake(work: StockWork, hold: LockedHold): Promise<Confirmation> {
  const lost = hold.lines.filter(({ state }) => state === 'EXPIRED');
  const wanted = mergeLines(lost);
  const itemIds = itemsOf(wanted);
  const short = shortOf(wanted, await lockItems(work.tx, itemIds));
  if (short.length > 0) return lose(work, hold, short);
  const parts = allocate(wanted, await placesOf(work.tx, itemIds));
  if (!parts) throw new LostRace(`levels of ${itemIds.join(', ')}`);
  if (!sameParts(parts, lost)) await rewriteExpiredLines(work, hold.orderId, parts);
  const lines = parts.map((part) => ({ ...part, orderId: hold.orderId, state: 'EXPIRED' as const }));
  return leave(work, hold.orderId, { lines, name: 'retake' });
}

async function leave(
  work: StockWork,
  orderId: string,
  { lines, name }: { lines: readonly HoldLineRow[]; name: 'confirm' | 'retake' },
): Promise<Confirmation> {
  work.emit('stock.hold-confirmed', orderId, { orderId });
  if (lines.length > 0) await moveLines(work, lines, { name, reason, hold: 'CONFIRMED' });
  else await setHoldState(work.tx, orderId, 'CONFIRMED');
  return 'CONFIRMED';
}

/** Stock is never taken below what there is; that the order cannot be served becomes a fact instead, told once. */
async function lose(
  work: StockWork,
  { orderId, lostAt }: LockedHold,
  itemIds: readonly string[],
): Promise<Confirmation> {
  if (lostAt || itemIds.length === 0) return 'NOTHING';
  await work.tx.hold.update({ where: { orderId }, data: { lostAt: work.now } });
  work.emit('stock.hold-lost', orderId, { orderId, itemIds: [...itemIds] });
  return 'LOST';
}
