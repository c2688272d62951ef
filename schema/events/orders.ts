import { z } from 'zod';
import { currency, event, id, minor, place } from './define.ts';

const line = z.object({ itemId: id, quantity: z.number().int(), unitMinor: minor });
const part = { sellerOrderId: id, orderId: id, businessId: id, customerId: id };

/** Facts the orders subgraph publishes. The subject of all of them is the order, so that they keep their order. */
export const orderEvents = {
  /** An order exists and waits for its payment (or needs none before delivery). */
  'order.placed': event(1, {
    orderId: id,
    number: z.string(),
    customerId: id,
    paymentMethod: z.enum(['ONLINE', 'WALLET', 'CASH']),
    totalMinor: minor,
    currency,
    businessIds: z.array(id),
  }),
  /** Paid, or to be paid in cash: the kitchen may see it, the stock leaves. */
  'order.confirmed': event(1, { orderId: id, customerId: id }),
  /** All of it was called off. `paid`: money had been taken. */
  'order.cancelled': event(1, { orderId: id, customerId: id, reason: z.string(), paid: z.boolean() }),
  /** All of it is with the customer. */
  'order.delivered': event(1, { orderId: id, customerId: id }),
  /** Money arrived for an order that cannot use it. */
  'order.refund-due': event(1, { orderId: id, paymentId: id, amountMinor: minor, currency, reason: z.string() }),
  /** A business has something to answer. */
  'seller-order.placed': event(1, { ...part, number: z.string(), totalMinor: minor, currency, lines: z.array(line) }),
  /** The business takes it: the search for a courier starts. */
  'seller-order.accepted': event(1, {
    ...part,
    number: z.string(),
    businessName: z.string(),
    pickup: place,
    dropoff: place,
    notes: z.string().nullable(),
  }),
  'seller-order.preparing': event(1, part),
  'seller-order.ready': event(1, part),
  'seller-order.dispatched': event(1, part),
  /** `amounts`: what of the order's payment this part is. `courierUserId`: who is paid for carrying it. */
  'seller-order.delivered': event(1, {
    ...part,
    courierId: id.nullable(),
    courierUserId: id.nullable().optional(),
    amounts: z
      .object({ currency, totalMinor: minor, subtotalMinor: minor, deliveryFeeMinor: minor, tipMinor: minor })
      .optional(),
  }),
  /** One part was called off. `refundMinor`: what must go back if the order was paid; `lines`: what returns to the stock. */
  'seller-order.cancelled': event(1, {
    ...part,
    reason: z.string(),
    refundMinor: minor,
    currency,
    lines: z.array(line),
  }),
};
