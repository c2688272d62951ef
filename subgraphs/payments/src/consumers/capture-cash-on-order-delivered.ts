import { consumer } from '@app/kernel/events';
import { completePayment } from '../commands/complete-payment.ts';
import { lockPaymentOf } from '../commands/lock.ts';
import type { Tx } from '../db.ts';

/** The courier has handed over all of an order and taken the cash for it. */
export const captureCashOnOrderDelivered = consumer<'order.delivered', Tx>({
  name: 'payments.capture-cash-on-order-delivered',
  on: 'order.delivered',
  async handle(work, { orderId }) {
    const payment = await lockPaymentOf(work.tx, orderId);
    if (payment?.method !== 'CASH') return;
    await completePayment(work, { paymentId: payment.id });
  },
});
