import { ok } from '@app/kernel/result';
import type { OrderCommand } from '../context.ts';
import { lockOrderOfPart, settleOrder } from './change-order.ts';
import { moveParts } from './move-parts.ts';

/**
 * A courier is about to leave with a part: from here on it cannot be called off. False when it cannot be taken along, as it
 * was called off before. The order's lock decides which of the two came first; asked again, it answers the same.
 */
export const handOver: OrderCommand<{ sellerOrderId: string }, boolean, never> = async (work, { sellerOrderId }) => {
  const open = await lockOrderOfPart(work.tx, sellerOrderId);
  const part = open?.parts.find(({ id }) => id === sellerOrderId);
  if (!open || !part) return ok(false);
  if (part.status === 'DISPATCHED' || part.status === 'DELIVERED') return ok(true);
  const by = { actor: 'system' as const, reason: null };
  const moved = await moveParts(work, open, { move: 'dispatch', parts: [part], ...by });
  if (!moved.ok) return ok(false);
  await settleOrder(work, moved.value.open, { by, history: moved.value.history });
  return ok(true);
};
