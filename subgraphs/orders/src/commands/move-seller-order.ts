import { ok, type Result, refuse } from '@app/kernel/result';
import type { z } from 'zod';
import type { OrderCommand, OrderWork } from '../context.ts';
import type { SellerOrderRow } from '../db.ts';
import { kitchenActor } from '../domain/order.access.ts';
import type { KitchenMove } from '../domain/seller-order.lifecycle.ts';
import { moveInput, usable } from '../inputs.ts';
import { lockOrderOfPart, settleOrder } from './change-order.ts';
import { moveParts } from './move-parts.ts';
import { rememberWish } from './remember-wish.ts';

type Code = 'INVALID_INPUT' | 'SELLER_ORDER_NOT_FOUND' | 'MOVE_NOT_ALLOWED' | 'IDEMPOTENCY_CONFLICT';

type Wanted = z.output<typeof moveInput>;
type Found = NonNullable<Awaited<ReturnType<typeof openPart>>>;

/** The command behind a button in the kitchen: takes one part of an order a step further, or calls it off. The same key answers the same. */
const kitchenMove =
  (move: KitchenMove): OrderCommand<z.input<typeof moveInput>, SellerOrderRow, Code> =>
  async (work, input) => {
    const given = usable(moveInput, input);
    if (!given.ok) return given;
    const { sellerOrderId, reason, idempotencyKey: key } = given.value;
    const found = await openPart(work, sellerOrderId);
    if (!found) return refuse('SELLER_ORDER_NOT_FOUND', 'No such order of yours.', ['input', 'sellerOrderId']);
    const wish = { orderId: found.open.order.id, wish: [move, sellerOrderId, reason] };
    const earlier = key ? await rememberWish(work, { ...wish, key }) : ok('NEW' as const);
    if (!earlier.ok) return earlier;
    return earlier.value === 'KNOWN' ? ok(found.part) : step(work, found, { ...given.value, move });
  };

async function step(
  work: OrderWork,
  { open, part, actor }: Found,
  { move, reason }: Wanted & { move: KitchenMove },
): Promise<Result<SellerOrderRow, 'MOVE_NOT_ALLOWED'>> {
  if (part.releasedAt === null) return refuse('MOVE_NOT_ALLOWED', 'The order is not paid yet.');
  const by = { actor, reason: move === 'reject' ? (reason ?? 'REJECTED_BY_BUSINESS') : reason };
  const moved = await moveParts(work, open, { move, parts: [part], ...by });
  if (!moved.ok) return moved;
  await settleOrder(work, moved.value.open, { by, history: moved.value.history });
  return ok(moved.value.moved[0] ?? part);
}

/** The part, its order locked, and as whom the viewer works on it; null for strangers, and for its business while it is unpaid. */
async function openPart({ tx, viewer }: OrderWork, sellerOrderId: string) {
  const open = await lockOrderOfPart(tx, sellerOrderId);
  const part = open?.parts.find(({ id }) => id === sellerOrderId);
  const actor = part ? kitchenActor(viewer, part) : null;
  if (!open || !part || !actor) return null;
  return actor === 'business' && part.releasedAt === null ? null : { open, part, actor };
}

export const acceptSellerOrder = kitchenMove('accept');
export const prepareSellerOrder = kitchenMove('prepare');
export const readySellerOrder = kitchenMove('ready');
export const rejectSellerOrder = kitchenMove('reject');
