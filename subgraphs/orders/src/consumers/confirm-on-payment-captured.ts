import { consumer } from '@app/kernel/events';
import { LostRace } from '@app/kernel/work';
import { lockOrder } from '../commands/change-order.ts';
import { confirmOrder } from '../commands/confirm-order.ts';
import type { Tx } from '../db.ts';

/** Money has arrived: show the order to its kitchens, or send the money back when the order cannot use it. */
export const confirmOnPaymentCaptured = consumer<'payment.captured', Tx>({
  name: 'orders.confirm-on-payment-captured',
  on: 'payment.captured',
  // A wallet is debited inside of a checkout, which places the order as paid or has the payment voided.
  when: ({ orderId, method }) => orderId !== null && method !== 'WALLET',
  async handle(work, { orderId, paymentId, amountMinor, currency }) {
    if (orderId === null) return;
    const open = await lockOrder(work.tx, orderId);
    if (!open && (await isBeingPlaced(work.tx, orderId)))
      throw new LostRace(`The money for ${orderId} came before its checkout was done; it is told again.`);
    const confirmed = open && (await confirmOrder(work, open));
    if (confirmed?.ok) return;
    // The capture is a fact and cannot be refused, so the refusal becomes one too.
    const reason = confirmed?.code ?? 'ORDER_NOT_PLACED';
    work.emit('order.refund-due', orderId, { orderId, paymentId, amountMinor, currency, reason });
  },
});

const isBeingPlaced = async (tx: Tx, orderId: string): Promise<boolean> =>
  (await tx.checkout.findUnique({ where: { orderId } }))?.state === 'STARTED';
