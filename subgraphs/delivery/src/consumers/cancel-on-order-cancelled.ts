import { consumer } from '@app/kernel/events';
import { cancelDelivery } from '../commands/cancel-delivery.ts';
import type { Tx } from '../db.ts';

/** A part of an order was called off: its job too, unless it is on its way already. */
export const cancelOnSellerOrderCancelled = consumer<'seller-order.cancelled', Tx>({
  name: 'delivery.cancel-on-seller-order-cancelled',
  on: 'seller-order.cancelled',
  handle: (work, { orderId, sellerOrderId }) => cancelDelivery(work, { orderId, sellerOrderId }),
});

/** The whole order was called off. */
export const cancelOnOrderCancelled = consumer<'order.cancelled', Tx>({
  name: 'delivery.cancel-on-order-cancelled',
  on: 'order.cancelled',
  handle: (work, { orderId }) => cancelDelivery(work, { orderId }),
});
