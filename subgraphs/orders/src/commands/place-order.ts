import { ok, refuse } from '@app/kernel/result';
import type { HotCommand, HotWork } from '../context.ts';
import { orderSettings } from '../env.ts';
import { cartChanged } from './change-cart.ts';
import { announceSteps, type OpenOrder } from './change-order.ts';
import type { OpenCheckout } from './open-checkout.ts';
import { type OrderRows, writePlacement } from './order.writes.ts';
import { orderRows } from './place-order.rows.ts';
import { tellConfirmed } from './tell-order.ts';

/** What an order is placed from. */
export interface Placing {
  readonly checkout: OpenCheckout;
  readonly paid: boolean;
}

/**
 * Writes the order that a checkout came to, takes its lines out of the cart and settles the checkout, all in one statement.
 * LOOK_AGAIN: another process has taken the checkout up, or the cart, if it was seen, has changed since.
 */
export const placeOrder: HotCommand<Placing & { cartVersion: number | null }, OrderRows, 'LOOK_AGAIN'> = async (
  work,
  { checkout, paid, cartVersion },
) => {
  const { plan } = checkout;
  const rows = orderRows({ checkout, paid, now: work.now });
  tellPlaced(work, rows);
  work.unschedule('orders.finish-checkout', checkout.id);
  cartChanged(work, checkout.customerId);
  const ordered = plan.lines.map(({ cartLineId, quantity }) => ({ id: cartLineId, quantity }));
  const placed = await writePlacement(work, {
    rows,
    checkout,
    cart: { id: plan.cartId, version: cartVersion },
    ordered,
  });
  return placed
    ? ok(rows)
    : refuse('LOOK_AGAIN', 'Another process has taken this checkout up, or the cart has changed.');
};

/** The same with the cart locked first, like by everybody who locks both: refused only when another has taken it up. */
export const placeLocked: HotCommand<Placing, OrderRows, 'LOOK_AGAIN'> = async (work, placing) => {
  const { cartId } = placing.checkout.plan;
  const [cart] = await work.tx.$queryRaw<{ version: number }[]>`
    SELECT "version" FROM "Cart" WHERE "id" = ${cartId} FOR UPDATE`;
  return placeOrder(work, { ...placing, cartVersion: cart?.version ?? null });
};

function tellPlaced(work: HotWork, { order, parts, items, steps }: OrderRows): void {
  const { id: orderId, number, customerId, paymentMethod, totalMinor, currency } = order;
  const businessIds = parts.map(({ businessId }) => businessId);
  work.emit('order.placed', orderId, { orderId, number, customerId, paymentMethod, totalMinor, currency, businessIds });
  const open: OpenOrder = { order, parts };
  if (order.confirmedAt) tellConfirmed(work, open, items);
  else {
    const unpaidUntil = new Date(work.now.getTime() + orderSettings().ORDERS_UNPAID_SECONDS * 1000);
    work.schedule('orders.cancel-unpaid', orderId, unpaidUntil);
  }
  announceSteps(work, steps);
}
