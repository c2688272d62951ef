import { consumer } from '@app/kernel/events';
import type { EventPayload, EventType } from '@app/schema/events';
import { type HistoryEntry, lockOrder, type OpenOrder, settleOrder } from '../commands/change-order.ts';
import { moveParts } from '../commands/move-parts.ts';
import type { OrderWork } from '../context.ts';
import type { SellerOrderRow, Tx } from '../db.ts';

type DeliveryEvent = Extract<EventType, `delivery.${string}`>;
type Told = { type: DeliveryEvent; payload: EventPayload<DeliveryEvent> };

const MOVES: { readonly [T in DeliveryEvent]?: 'dispatch' | 'deliver' } = {
  'delivery.picked-up': 'dispatch',
  'delivery.delivered': 'deliver',
};

/** A courier's progress: watchers see every step; picked up and delivered are facts that move the part along. */
export const followDelivery = consumer<DeliveryEvent, Tx>({
  name: 'orders.follow-delivery',
  on: [
    'delivery.requested',
    'delivery.offered',
    'delivery.offer-ended',
    'delivery.assigned',
    'delivery.unassigned',
    'delivery.arrived',
    'delivery.picked-up',
    'delivery.departed',
    'delivery.delivered',
    'delivery.failed',
    'delivery.cancelled',
  ],
  async handle(work, payload, { type }) {
    const open = await lockOrder(work.tx, payload.orderId);
    const part = open?.parts.find(({ id }) => id === payload.sellerOrderId);
    if (!open || !part) return;
    await rememberCourier(work, part, { type, payload });
    const followed = await followMove(work, open, { part, type, courierId: payload.courierId });
    const by = { actor: 'system' as const, reason: null };
    await settleOrder(work, followed.open, { by, history: followed.history, steps: ['DELIVERY'] });
  },
});

async function followMove(
  work: OrderWork,
  open: OpenOrder,
  { part, type, courierId }: { part: SellerOrderRow; type: DeliveryEvent; courierId: string | null },
): Promise<{ open: OpenOrder; history: HistoryEntry[] }> {
  const move = MOVES[type];
  if (!move) return { open, history: [] };
  const moved = await moveParts(work, open, { move, parts: [part], actor: 'system', reason: null, courierId });
  // Told late, or of a part that was called off while the courier was at the door: a step to see, but no move.
  return moved.ok ? moved.value : { open, history: [] };
}

/** A courier may read the order from being assigned until it is delivered, or the job is somebody else's. */
async function rememberCourier({ tx }: OrderWork, part: SellerOrderRow, { type, payload }: Told): Promise<void> {
  const { id } = part;
  const over = part.status === 'DELIVERED' || part.status === 'CANCELLED';
  if ('courierUserId' in payload && !over)
    await tx.sellerOrder.update({ where: { id }, data: { courierUserId: payload.courierUserId } });
  if (type === 'delivery.cancelled' || type === 'delivery.unassigned' || type === 'delivery.failed')
    await tx.sellerOrder.update({ where: { id }, data: { courierUserId: null } });
}
