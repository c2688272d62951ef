import { ok } from '@app/kernel/result';
import type { StockCommand, StockWork } from '../context.ts';
import { shortOf } from '../domain/stock.ts';
import { type LockedHold, lockHold, setHoldState } from './hold.rows.ts';
import { EXPIRE_HOLD } from './hold-stock.ts';
import { moveLines } from './move-lines.ts';
import { lockItems } from './stock.rows.ts';

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
      return ok(
        await lose(
          work,
          hold,
          hold.lines.map(({ itemId }) => itemId),
        ),
      );
  }
};

async function keep(work: StockWork, { orderId, lines }: LockedHold): Promise<Confirmation> {
  const open = lines.filter(({ state }) => state === 'ACTIVE');
  await moveLines(work, open, { name: 'confirm', reason });
  work.unschedule(EXPIRE_HOLD, orderId);
  return confirmed(work, orderId);
}

/** The money came after the deadline: all units again, or none. */
async function retake(work: StockWork, hold: LockedHold): Promise<Confirmation> {
  const lost = hold.lines.filter(({ state }) => state === 'EXPIRED');
  const items = await lockItems(
    work.tx,
    lost.map(({ itemId }) => itemId),
  );
  const short = shortOf(lost, items);
  if (short.length > 0) return lose(work, hold, short);
  await moveLines(work, lost, { name: 'retake', reason });
  return confirmed(work, hold.orderId);
}

async function confirmed(work: StockWork, orderId: string): Promise<Confirmation> {
  await setHoldState(work.tx, orderId, 'CONFIRMED');
  work.emit('stock.hold-confirmed', orderId, { orderId });
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
