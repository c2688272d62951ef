import { consumer } from '@app/kernel/events';
import { allowRatings } from '../commands/allow-ratings.ts';
import type { Tx } from '../db.ts';

/** A part of an order is with its customer, who may now say how it was. */
export const allowOnSellerOrderDelivered = consumer<'seller-order.delivered', Tx>({
  name: 'ratings.allow-on-seller-order-delivered',
  on: 'seller-order.delivered',
  handle: (work, { customerId, orderId, businessId, courierId }) =>
    allowRatings(work, { customerId, orderId, businessId, courierId }),
});
