import { consumer } from '@app/kernel/events';
import { lockOrder, settleOrder } from '../commands/change-order.ts';
import type { Tx } from '../db.ts';

/** Money went back: whoever watches the order sees it. */
export const showPaymentRefunded = consumer<'payment.refunded', Tx>({
  name: 'orders.show-payment-refunded',
  on: 'payment.refunded',
  async handle(work, { orderId }) {
    const open = orderId === null ? null : await lockOrder(work.tx, orderId);
    if (open) await settleOrder(work, open, { by: { actor: 'system', reason: null }, steps: ['PAYMENT'] });
  },
});
