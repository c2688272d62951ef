import { consumer } from '@app/kernel/events';
import { lockPaymentOf } from '../commands/lock.ts';
import { openRefund } from '../commands/open-refund.ts';
import { shrinkCash } from '../commands/shrink-cash.ts';
import type { Tx } from '../db.ts';
import { atMost } from '../domain/refund.ts';

/** A part of an order was called off: its money goes back, or the courier collects that much less. */
export const refundOnSellerOrderCancelled = consumer<'seller-order.cancelled', Tx>({
  name: 'payments.refund-on-seller-order-cancelled',
  on: 'seller-order.cancelled',
  async handle(work, { orderId, sellerOrderId, refundMinor, reason }) {
    const payment = await lockPaymentOf(work.tx, orderId);
    if (!payment) return;
    if (payment.method === 'CASH' && payment.status === 'PENDING') return shrinkCash(work, payment, refundMinor);
    const amountMinor = atMost(payment, refundMinor);
    // Not captured: if the money arrives after all, orders answers with order.refund-due.
    if (payment.capturedAt && amountMinor > 0n)
      await openRefund(work, payment, { reasonKey: `seller-order:${sellerOrderId}`, reason, amountMinor });
  },
});
