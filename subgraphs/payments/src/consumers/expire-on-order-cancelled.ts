import { consumer } from '@app/kernel/events';
import { callOff } from '../commands/call-off.ts';
import { lockPaymentOf } from '../commands/lock.ts';
import type { Tx } from '../db.ts';

/** An order was called off: nobody is to pay for it any more. What was paid goes back part by part, with its seller orders. */
export const expireOnOrderCancelled = consumer<'order.cancelled', Tx>({
  name: 'payments.expire-on-order-cancelled',
  on: 'order.cancelled',
  async handle(work, { orderId }) {
    const payment = await lockPaymentOf(work.tx, orderId);
    if (payment) await callOff(work, payment);
  },
});
