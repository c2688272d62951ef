import { lifecycle, type MoveOf, type StateOf } from '@app/kernel/lifecycle';

/**
 * The life of a job, one row a move: status writes, events and the README's diagram follow it.
 * `offer` and `reopen` are one courier being asked, and not taking it.
 */
// biome-ignore format: a table is read by column
export const deliveryLifecycle = lifecycle({
  entity: 'Delivery',
  initial: 'PENDING',
  moves: {
    offer:    { from: ['PENDING'],                                     to: 'OFFERED',    by: ['system'],            emits: 'delivery.offered' },
    reopen:   { from: ['OFFERED'],                                     to: 'PENDING',    by: ['courier', 'system'], emits: 'delivery.offer-ended' },
    accept:   { from: ['OFFERED'],                                     to: 'ASSIGNED',   by: ['courier'],           emits: 'delivery.assigned' },
    arrive:   { from: ['ASSIGNED'],                                    to: 'AT_PICKUP',  by: ['courier'],           emits: 'delivery.arrived' },
    pickUp:   { from: ['ASSIGNED', 'AT_PICKUP'],                       to: 'PICKED_UP',  by: ['courier'],           emits: 'delivery.picked-up' },
    depart:   { from: ['PICKED_UP'],                                   to: 'IN_TRANSIT', by: ['courier'],           emits: 'delivery.departed' },
    complete: { from: ['PICKED_UP', 'IN_TRANSIT'],                     to: 'DELIVERED',  by: ['courier'],           emits: 'delivery.delivered' },
    cancel:   { from: ['PENDING', 'OFFERED', 'ASSIGNED', 'AT_PICKUP'], to: 'CANCELLED',  by: ['system'],            emits: 'delivery.cancelled' },
  },
});

export type DeliveryMove = MoveOf<typeof deliveryLifecycle>;
export type DeliveryState = StateOf<typeof deliveryLifecycle>;

/** A courier has the job in hand: they count it in their load, and their position is what the watchers wait for. */
export const IN_HAND = ['ASSIGNED', 'AT_PICKUP', 'PICKED_UP', 'IN_TRANSIT'] as const;

/** Whether a courier has it in hand. */
export const isInHand = (status: string): boolean => (IN_HAND as readonly string[]).includes(status);
