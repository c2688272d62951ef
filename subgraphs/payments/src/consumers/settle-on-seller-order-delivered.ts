import { consumer } from '@app/kernel/events';
import { lockPaymentOf } from '../commands/lock.ts';
import { settleSale } from '../commands/settle-sale.ts';
import type { Tx } from '../db.ts';

/** A part of an order is with its customer: those who earned it get their share. */
export const settleOnSellerOrderDelivered = consumer<'seller-order.delivered', Tx>({
  name: 'payments.settle-on-seller-order-delivered',
  on: 'seller-order.delivered',
  async handle(work, { orderId, sellerOrderId, businessId, courierUserId = null, amounts }, { occurredAt }) {
    // Told before deliveries carried amounts: nothing can be divided.
    if (!amounts) return;
    const payment = await lockPaymentOf(work.tx, orderId);
    if (!payment) throw new Error(`${sellerOrderId} was delivered, but ${orderId} has no payment`);
    await settleSale(work, payment, {
      sellerOrderId,
      businessId,
      courierId: courierUserId,
      deliveredAt: occurredAt,
      ...amounts,
    });
  },
});
