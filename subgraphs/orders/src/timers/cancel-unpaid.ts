import { timer } from '@app/kernel/timer';
import { cancelWhole } from '../commands/cancel-order.ts';
import { lockOrder } from '../commands/change-order.ts';
import type { Tx } from '../db.ts';

/** Nobody paid in time (O7). Money that arrives after this goes back. */
export const cancelUnpaid = timer<Tx>({
  kind: 'orders.cancel-unpaid',
  async handle(work, { subject: orderId }) {
    const open = await lockOrder(work.tx, orderId);
    if (open?.order.status === 'PENDING')
      await cancelWhole(work, open, { actor: 'system', reason: 'NOT_PAID_IN_TIME' });
  },
});
