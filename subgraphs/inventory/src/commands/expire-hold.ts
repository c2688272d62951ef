import { ok } from '@app/kernel/result';
import type { StockCommand } from '../context.ts';
import { EXPIRE_HOLD } from '../domain/hold.lifecycle.ts';
import { itemsOf, setHoldState, tryLockHold } from './hold.rows.ts';
import { moveLines } from './move-lines.ts';

const LATER_MS = 1_000;

/** EXPIRED: it has ended now. LATER: somebody is deciding about it. NOTHING: it was none any more. */
export type Expiry = 'EXPIRED' | 'LATER' | 'NOTHING';

/** Ends a promise whose time is over, if it is still one (I3). */
export const expireHold: StockCommand<{ orderId: string }, Expiry, never> = async (work, { orderId }) => {
  // Whoever has the promise locked will want its deadline row next, and this unit of work has that one: waiting here
  // would be waiting in a circle. They are deciding about the promise; look again afterwards.
  const hold = await tryLockHold(work.tx, orderId);
  if (hold === 'busy') {
    work.schedule(EXPIRE_HOLD, orderId, new Date(work.now.getTime() + LATER_MS));
    return ok('LATER');
  }
  if (hold?.state !== 'ACTIVE') return ok('NOTHING');

  const open = hold.lines.filter(({ state }) => state === 'ACTIVE');
  await moveLines(work, open, { name: 'expire', reason: 'promise ran out of time' });
  await setHoldState(work.tx, orderId, 'EXPIRED');
  work.emit('stock.hold-expired', orderId, { orderId, itemIds: itemsOf(open) });
  return ok('EXPIRED');
};
