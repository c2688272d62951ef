import { ok, type Result, refuse } from '@app/kernel/result';
import type { OrderWork } from '../context.ts';
import { type OpenOrder, settleOrder } from './change-order.ts';
import { itemsOf, releaseParts } from './order.writes.ts';
import { tellConfirmed } from './tell-order.ts';

/**
 * The money for a locked order is here: shows the order to its kitchens, if nobody has yet. Refuses when the order is
 * cancelled, because then the money has to go back.
 */
export async function confirmOrder(work: OrderWork, open: OpenOrder): Promise<Result<null, 'ORDER_CANCELLED'>> {
  const { tx, now } = work;
  const { order } = open;
  if (order.status === 'CANCELLED')
    return refuse('ORDER_CANCELLED', 'The order was called off before its money arrived.');
  const by = { actor: 'system' as const, reason: null };
  if (order.paidAt) return ok(null);
  if (order.confirmedAt) {
    await settleOrder(work, open, { by, set: { paidAt: now }, steps: ['PAYMENT'] });
    return ok(null);
  }
  await releaseParts(tx, order.id, now);
  const parts = open.parts.map((part) => (part.status === 'PLACED' ? { ...part, releasedAt: now } : part));
  const items = await itemsOf(tx, parts);
  const settled = await settleOrder(
    work,
    { order, parts },
    { by, set: { confirmedAt: now, paidAt: now }, steps: ['PAYMENT'] },
  );
  work.unschedule('orders.cancel-unpaid', order.id);
  tellConfirmed(work, { order: settled, parts }, items);
  return ok(null);
}
