import { timer } from '@app/kernel/timer';
import { lockOrderOfPart, settleOrder } from '../commands/change-order.ts';
import { moveParts } from '../commands/move-parts.ts';
import type { Tx } from '../db.ts';

/** The business did not answer in time (O7): its part is called off, the others go on. */
export const cancelUnaccepted = timer<Tx>({
  kind: 'orders.cancel-unaccepted',
  async handle(work, { subject: sellerOrderId }) {
    const open = await lockOrderOfPart(work.tx, sellerOrderId);
    const part = open?.parts.find(({ id }) => id === sellerOrderId);
    if (!open || part?.status !== 'PLACED' || part.releasedAt === null) return;
    const by = { actor: 'system' as const, reason: 'NOT_ACCEPTED_IN_TIME' };
    const moved = await moveParts(work, open, { move: 'cancel', parts: [part], ...by });
    if (!moved.ok) throw new Error(moved.message);
    const { open: now, history } = moved.value;
    await settleOrder(work, now, { by, history });
  },
});
