import { consumer } from '@app/kernel/events';
import { cancelWhole } from '../commands/cancel-order.ts';
import { lockOrder, settleOrder } from '../commands/change-order.ts';
import type { Tx } from '../db.ts';

/** The order will not be paid any more: call it off. What was decided already stays, and watchers see the payment's end. */
export const cancelOnPaymentFailed = consumer<'payment.failed' | 'payment.expired', Tx>({
  name: 'orders.cancel-on-payment-failed',
  on: ['payment.failed', 'payment.expired'],
  async handle(work, { orderId }) {
    const open = orderId === null ? null : await lockOrder(work.tx, orderId);
    if (!open) return;
    const by = { actor: 'system' as const, reason: 'PAYMENT_FAILED' };
    if (open.order.status === 'PENDING') await cancelWhole(work, open, { ...by, steps: ['PAYMENT'] });
    else await settleOrder(work, open, { by, steps: ['PAYMENT'] });
  },
});
