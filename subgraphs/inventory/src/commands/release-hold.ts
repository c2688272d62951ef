import { ok } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { StockCommand, StockWork } from '../context.ts';
import { EXPIRE_HOLD } from '../domain/hold.lifecycle.ts';
import { orderIdShape } from '../inputs.ts';
import { itemsOf, type LockedHold, lockHold, setHoldState } from './hold.rows.ts';
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
  await endPromise(work, hold, 'order called off');
  return ok(true);
};

/** Ends an active promise, which is locked: what is left of it can be promised to others. */
export async function endPromise(work: StockWork, { orderId, lines }: LockedHold, reason: string): Promise<void> {
  const open = lines.filter(({ state }) => state === 'ACTIVE');
  work.unschedule(EXPIRE_HOLD, orderId);
  work.emit('stock.hold-released', orderId, { orderId, itemIds: itemsOf(open) });
  if (open.length > 0) await moveLines(work, open, { name: 'release', reason, hold: 'RELEASED' });
  else await setHoldState(work.tx, orderId, 'RELEASED');
}

async function forbid({ tx, now }: StockWork, orderId: string): Promise<true> {
  const { count } = await tx.hold.createMany({
    data: [{ orderId, state: 'RELEASED', createdAt: now }],
    skipDuplicates: true,
  });
  if (count === 0) throw new LostRace(`a hold of ${orderId} came first`);
  return true;
}
