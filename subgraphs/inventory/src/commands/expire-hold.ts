import { ok } from '@app/kernel/result';
import type { StockCommand } from '../context.ts';
import { setHoldState, tryLockHold } from './hold.rows.ts';
import { EXPIRE_HOLD } from './hold-stock.ts';
import { moveLines } from './move-lines.ts';

const LATER_MS = 1_000;

/** Ends a promise whose time is over, if it is still one (I3). */
export const expireHold: StockCommand<{ orderId: string }, null, never> = async (work, { orderId }) => {
  // Whoever has the promise locked will want its deadline row next, and this unit of work has that one: waiting here
  // would be waiting in a circle. They are deciding about the promise; look again afterwards.
  const hold = await tryLockHold(work.tx, orderId);
  if (hold === 'busy') {
    work.schedule(EXPIRE_HOLD, orderId, new Date(work.now.getTime() + LATER_MS));
    return ok(null);
  }
  if (hold?.state !== 'ACTIVE') return ok(null);

  const open = hold.lines.filter(({ state }) => state === 'ACTIVE');
  await moveLines(work, open, { name: 'expire', reason: 'promise ran out of time' });
  await setHoldState(work.tx, orderId, 'EXPIRED');
  work.emit('stock.hold-expired', orderId, { orderId });
  return ok(null);
};
