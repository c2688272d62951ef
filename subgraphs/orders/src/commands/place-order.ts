import type { OrderWork } from '../context.ts';
import type { Plan } from '../domain/checkout.plan.ts';
import { orderSettings } from '../env.ts';
import { cartChanged } from './change-cart.ts';
import { announceSteps, type OpenOrder } from './change-order.ts';
import type { OpenCheckout } from './open-checkout.ts';
import { insertOrder, type OrderRows } from './order.writes.ts';
import { orderRows } from './place-order.rows.ts';
import { tellConfirmed } from './tell-order.ts';

/**
 * Writes the order that a checkout came to, takes its lines out of the cart and settles the checkout, all at once. Does
 * nothing when another process has taken the checkout up: then that one decides.
 */
export async function placeOrder(
  work: OrderWork,
  { checkout, paid }: { checkout: OpenCheckout; paid: boolean },
): Promise<void> {
  const { tx, now } = work;
  const { plan } = checkout;
  // The cart first, like everybody who locks both.
  await tx.$executeRaw`UPDATE "Cart" SET "version" = "version" + 1, "changedAt" = ${now} WHERE "id" = ${plan.cartId}`;
  const settled = await tx.$executeRaw`
    UPDATE "Checkout" SET "state" = 'DONE'
    WHERE "id" = ${checkout.id} AND "state" = 'STARTED' AND "fence" = ${checkout.fence}`;
  if (settled === 0) return;

  const rows = orderRows({ checkout, paid, now });
  await insertOrder(tx, rows);
  await takeFromCart(work, plan);

  tellPlaced(work, rows);
  work.unschedule('orders.finish-checkout', checkout.id);
  cartChanged(work, checkout.customerId);
}

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

/** Takes what was ordered out of the cart. What the customer added meanwhile stays. */
async function takeFromCart({ tx }: OrderWork, { cartId, lines }: Plan): Promise<void> {
  const ordered = JSON.stringify(lines.map(({ cartLineId, quantity }) => ({ id: cartLineId, quantity })));
  const gone = await tx.$executeRaw`
    DELETE FROM "CartLine" AS line USING json_to_recordset(${ordered}::json) AS ordered("id" text, "quantity" int)
    WHERE line."id" = ordered."id" AND line."cartId" = ${cartId} AND line."quantity" <= ordered."quantity"`;
  if (gone === lines.length) return;
  await tx.$executeRaw`
    UPDATE "CartLine" AS line SET "quantity" = line."quantity" - ordered."quantity"
    FROM json_to_recordset(${ordered}::json) AS ordered("id" text, "quantity" int)
    WHERE line."id" = ordered."id" AND line."cartId" = ${cartId}`;
}
