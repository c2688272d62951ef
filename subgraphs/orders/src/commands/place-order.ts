import { ok, refuse } from '@app/kernel/result';
import type { OrderCommand, OrderWork } from '../context.ts';
import { orderSettings } from '../env.ts';
import { cartChanged } from './change-cart.ts';
import { announceSteps, type OpenOrder } from './change-order.ts';
import type { OpenCheckout } from './open-checkout.ts';
import { type OrderRows, writePlacement } from './order.writes.ts';
import { orderRows } from './place-order.rows.ts';
import { tellConfirmed } from './tell-order.ts';

/**
 * Writes the order that a checkout came to, takes its lines out of the cart and settles the checkout, all at once. Refuses
 * when another process has taken the checkout up: then that one decides.
 */
export const placeOrder: OrderCommand<
  { checkout: OpenCheckout; paid: boolean },
  OrderRows,
  'TAKEN_UP_BY_ANOTHER'
> = async (work, { checkout, paid }) => {
  const { tx, now } = work;
  const { plan } = checkout;
  // The cart first, like everybody who locks both; and by itself, so that what follows sees it as it is now.
  await tx.$executeRaw`UPDATE "Cart" SET "version" = "version" + 1, "changedAt" = ${now} WHERE "id" = ${plan.cartId}`;
  const rows = orderRows({ checkout, paid, now });
  tellPlaced(work, rows);
  work.unschedule('orders.finish-checkout', checkout.id);
  cartChanged(work, checkout.customerId);
  const ordered = plan.lines.map(({ cartLineId, quantity }) => ({ id: cartLineId, quantity }));
  const placed = await writePlacement(work, { rows, checkout, cartId: plan.cartId, ordered });
  return placed ? ok(rows) : refuse('TAKEN_UP_BY_ANOTHER', 'Another process has taken this checkout up.');
};

function tellPlaced(work: OrderWork, { order, parts, items, steps }: OrderRows): void {
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
