import { ok, type Result, refuse } from '@app/kernel/result';
import type { z } from 'zod';
import type { OrderCommand, OrderWork } from '../context.ts';
import { cancelActor } from '../domain/order.access.ts';
import type { Actor } from '../domain/seller-order.lifecycle.ts';
import { cancelInput, usable } from '../inputs.ts';
import { lockOrder, type OpenOrder, type OrderChange, settleOrder } from './change-order.ts';
import { moveParts } from './move-parts.ts';
import { rememberWish } from './remember-wish.ts';

type Code = 'INVALID_INPUT' | 'ORDER_NOT_FOUND' | 'MOVE_NOT_ALLOWED' | 'IDEMPOTENCY_CONFLICT';

/** Calls a whole order off on its customer's or an admin's wish, before any kitchen has begun (O8). The same key answers the same. */
export const cancelOrder: OrderCommand<z.input<typeof cancelInput>, { orderId: string }, Code> = async (
  work,
  input,
) => {
  const given = usable(cancelInput, input);
  if (!given.ok) return given;
  const { orderId, reason, idempotencyKey: key } = given.value;
  const open = await lockOrder(work.tx, orderId);
  const actor = open && cancelActor(work.viewer, open.order);
  if (!open || !actor) return refuse('ORDER_NOT_FOUND', 'No such order of yours.', ['input', 'orderId']);
  const earlier = await rememberWish(work, { key, orderId, wish: [orderId, reason] });
  if (!earlier.ok) return earlier;
  if (earlier.value === 'KNOWN') return ok({ orderId });
  const cancelled = await cancelWhole(work, open, { actor, reason: reason ?? `CANCELLED_BY_${actor.toUpperCase()}` });
  return cancelled.ok ? ok({ orderId }) : cancelled;
};

/** Cancels every part that is not cancelled yet, or none. Refunds and restocking follow from the events. */
export async function cancelWhole(
  work: OrderWork,
  open: OpenOrder,
  { actor, reason, steps = [] }: { actor: Actor; reason: string; steps?: NonNullable<OrderChange['steps']> },
): Promise<Result<null, 'MOVE_NOT_ALLOWED'>> {
  const live = open.parts.filter(({ status }) => status !== 'CANCELLED');
  if (live.length === 0) return refuse('MOVE_NOT_ALLOWED', 'The order is cancelled already.');
  const moved = await moveParts(work, open, { move: 'cancel', parts: live, actor, reason });
  if (!moved.ok) return moved;
  await settleOrder(work, moved.value.open, {
    by: { actor, reason },
    history: moved.value.history,
    steps,
  });
  return ok(null);
}
