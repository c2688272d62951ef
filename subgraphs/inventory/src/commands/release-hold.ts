import { ok } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { StockCommand, StockWork } from '../context.ts';
import { orderIdShape } from '../inputs.ts';
import { lockHold, setHoldState } from './hold.rows.ts';
import { EXPIRE_HOLD } from './hold-stock.ts';
import { moveLines } from './move-lines.ts';
import { invalid } from './refusals.ts';

/**
 * Gives an order's unconfirmed promise back (I4). False when it was kept already, so that there is nothing to give
 * back. An order without a promise is remembered: a hold that is still on its way must not come after its release.
 */
export const releaseHold: StockCommand<{ orderId: string }, boolean, 'INVALID_INPUT'> = async (work, { orderId }) => {
  const read = orderIdShape.safeParse(orderId);
  if (!read.success) return invalid(read.error, ['orderId']);
  const hold = await lockHold(work.tx, orderId);
  if (!hold) return ok(await forbid(work, orderId));
  if (hold.state !== 'ACTIVE') return ok(hold.state !== 'CONFIRMED');

  const open = hold.lines.filter(({ state }) => state === 'ACTIVE');
  await moveLines(work, open, { name: 'release', reason: 'order called off' });
  await setHoldState(work.tx, orderId, 'RELEASED');
  work.unschedule(EXPIRE_HOLD, orderId);
  work.emit('stock.hold-released', orderId, { orderId, itemIds: open.map(({ itemId }) => itemId) });
  return ok(true);
};

async function forbid({ tx, now }: StockWork, orderId: string): Promise<true> {
  const { count } = await tx.hold.createMany({
    data: [{ orderId, state: 'RELEASED', createdAt: now }],
    skipDuplicates: true,
  });
  if (count === 0) throw new LostRace(`a hold of ${orderId} came first`);
  return true;
}
