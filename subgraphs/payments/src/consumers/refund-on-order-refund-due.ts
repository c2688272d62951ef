import { consumer } from '@app/kernel/events';
import { lockPayment } from '../commands/lock.ts';
import { openRefund } from '../commands/open-refund.ts';
import type { Tx } from '../db.ts';
import { atMost } from '../domain/refund.ts';

/** Money arrived for an order that cannot use it: it goes back. */
export const refundOnOrderRefundDue = consumer<'order.refund-due', Tx>({
  name: 'payments.refund-on-order-refund-due',
  on: 'order.refund-due',
  async handle(work, { orderId, paymentId, amountMinor, reason }) {
    const payment = await lockPayment(work.tx, paymentId);
    if (!payment?.capturedAt || payment.orderId !== orderId) return;
    const left = atMost(payment, amountMinor);
    if (left > 0n) await openRefund(work, payment, { reasonKey: 'order-refund-due', reason, amountMinor: left });
  },
});
