import { ok, type Result } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { OrderWork } from '../context.ts';
import type { SellerOrderRow } from '../db.ts';
import { type Actor, type SellerOrderMove, sellerOrderLifecycle } from '../domain/seller-order.lifecycle.ts';
import { entryOf, type HistoryEntry, type OpenOrder } from './change-order.ts';
import { itemsOf, updateParts } from './order.writes.ts';
import { linesOf, partKeys } from './tell-order.ts';

export interface PartsMove {
  readonly move: SellerOrderMove;
  readonly parts: readonly SellerOrderRow[];
  readonly actor: Actor;
  readonly reason: string | null;
  /** Who carried it, when it is delivered. */
  readonly courierId?: string | null;
}

/** Takes some parts of a locked order along one row of their lifecycle, and tells it. Whoever calls settles the order with the answer. */
export async function moveParts(
  work: OrderWork,
  open: OpenOrder,
  wanted: PartsMove,
): Promise<Result<{ open: OpenOrder; history: HistoryEntry[]; moved: SellerOrderRow[] }, 'MOVE_NOT_ALLOWED'>> {
  const { move, parts, actor, reason } = wanted;
  for (const part of parts) {
    const allowed = sellerOrderLifecycle.check(move, part.status, actor);
    if (!allowed.ok) return allowed;
  }
  const { to, from } = sellerOrderLifecycle.moves[move];
  const cancelReason = to === 'CANCELLED' ? reason : null;
  // Carrying it ends here, and with it the courier's right to read it.
  const keepCourier = to !== 'CANCELLED' && to !== 'DELIVERED';
  const count = await updateParts(work.tx, parts, { from, set: { status: to, cancelReason, keepCourier } });
  if (count !== parts.length) throw new LostRace();
  const moved = parts.map((part) => ({
    ...part,
    status: to,
    cancelReason,
    courierUserId: keepCourier ? part.courierUserId : null,
    version: part.version + 1,
  }));
  for (const part of parts) if (part.status === 'PLACED') work.unschedule('orders.cancel-unaccepted', part.id);
  await tellMoved(work, open, { ...wanted, parts: moved, carriers: parts });
  const history = parts.map((part) => entryOf(work, { from: part.status, to, actor, reason, sellerOrderId: part.id }));
  const now = open.parts.map((part) => moved.find(({ id }) => id === part.id) ?? part);
  return ok({ open: { ...open, parts: now }, history, moved });
}

async function tellMoved(
  work: OrderWork,
  { order }: OpenOrder,
  { move, parts, reason, courierId, carriers }: PartsMove & { carriers: readonly SellerOrderRow[] },
): Promise<void> {
  const { emits } = sellerOrderLifecycle.moves[move];
  const items = emits === 'seller-order.cancelled' ? await itemsOf(work.tx, parts) : [];
  for (const part of parts) {
    const keys = partKeys(part);
    if (emits === 'seller-order.accepted') work.emit(emits, order.id, { ...keys, ...acceptance(order, part) });
    else if (emits === 'seller-order.delivered') {
      const courierUserId = carriers.find(({ id }) => id === part.id)?.courierUserId ?? null;
      work.emit(emits, order.id, { ...keys, courierId: courierId ?? null, courierUserId, amounts: amountsOf(part) });
    } else if (emits === 'seller-order.cancelled') {
      const { totalMinor: refundMinor, currency } = part;
      const lines = linesOf(part, items);
      work.emit(emits, order.id, { ...keys, reason: reason ?? 'CANCELLED', refundMinor, currency, lines });
    } else work.emit(emits, order.id, keys);
  }
}

/** What a part is of the order's payment. */
const amountsOf = ({ currency, totalMinor, subtotalMinor, deliveryFeeMinor, tipMinor }: SellerOrderRow) => ({
  currency,
  totalMinor,
  subtotalMinor,
  deliveryFeeMinor,
  tipMinor,
});

const acceptance = (order: OpenOrder['order'], part: SellerOrderRow) => ({
  number: order.number,
  businessName: part.businessName,
  pickup: { latitude: part.pickupLatitude, longitude: part.pickupLongitude },
  dropoff: { latitude: order.dropoffLatitude, longitude: order.dropoffLongitude },
  notes: part.notes,
});
