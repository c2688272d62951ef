import { type ActorOf, lifecycle, type MoveOf, type StateOf } from '@app/kernel/lifecycle';

/**
 * The life of one business's part of an order, one row per move. The courier's moves are physical facts: they hold even
 * when the kitchen forgot to press "ready".
 */
// biome-ignore format: a table is read by column
export const sellerOrderLifecycle = lifecycle({
  entity: 'SellerOrder',
  initial: 'PLACED',
  moves: {
    accept:   { from: ['PLACED'],                                         to: 'CONFIRMED',  by: ['business', 'admin'],           emits: 'seller-order.accepted' },
    prepare:  { from: ['CONFIRMED'],                                      to: 'PREPARING',  by: ['business', 'admin'],           emits: 'seller-order.preparing' },
    ready:    { from: ['PREPARING'],                                      to: 'READY',      by: ['business', 'admin'],           emits: 'seller-order.ready' },
    reject:   { from: ['PLACED', 'CONFIRMED'],                            to: 'CANCELLED',  by: ['business', 'admin'],           emits: 'seller-order.cancelled' },
    dispatch: { from: ['CONFIRMED', 'PREPARING', 'READY'],                to: 'DISPATCHED', by: ['system'],                      emits: 'seller-order.dispatched' },
    deliver:  { from: ['CONFIRMED', 'PREPARING', 'READY', 'DISPATCHED'],  to: 'DELIVERED',  by: ['system'],                      emits: 'seller-order.delivered' },
    cancel:   { from: ['PLACED', 'CONFIRMED'],                            to: 'CANCELLED',  by: ['customer', 'admin', 'system'], emits: 'seller-order.cancelled' },
  },
});

export type SellerOrderMove = MoveOf<typeof sellerOrderLifecycle>;
export type SellerOrderState = StateOf<typeof sellerOrderLifecycle>;
export type Actor = ActorOf<typeof sellerOrderLifecycle>;

/** The moves a person presses a button for; the others follow from payments, deliveries and cancellations. */
export type KitchenMove = 'accept' | 'prepare' | 'ready' | 'reject';
const KITCHEN_MOVES: readonly string[] = ['accept', 'prepare', 'ready', 'reject'] satisfies KitchenMove[];

/** What somebody who acts as `actor` may press now. */
export const kitchenMoves = (state: SellerOrderState, actor: Actor): string[] =>
  sellerOrderLifecycle.available(state, actor).filter((move) => KITCHEN_MOVES.includes(move));
