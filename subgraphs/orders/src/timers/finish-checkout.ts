import type { Job } from '@app/kernel/timer';
import { takeUpCheckout } from '../commands/settle-checkout.ts';
import type { Flow } from '../context.ts';
import { finishCheckout, undoCheckout } from '../flows/finish-checkout.ts';

/** A checkout that its process left half done is carried to its end, whichever that is. */
export const finishAbandonedCheckout = (flow: Flow): Job => ({
  kind: 'orders.finish-checkout',
  async perform({ subject: id }) {
    const abandoned = await takeUpCheckout(flow.db, id);
    if (abandoned) await finishCheckout(flow, abandoned);
    const after = await flow.db.checkout.findUnique({ where: { id } });
    if (after?.state === 'STARTED') throw new Error(`Checkout ${id} is still being worked on.`);
  },
});

/** What a refused checkout held or took goes back, also when the process that refused it ended before it could. */
export const undoRefusedCheckout = (flow: Flow): Job => ({
  kind: 'orders.undo-checkout',
  perform: ({ subject: orderId }) => undoCheckout(flow, orderId),
});
