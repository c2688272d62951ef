import { ok } from '@app/kernel/result';
import type { PaymentCommand, PaymentWork } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { SETTLE_SESSION } from '../domain/reconcile.ts';
import { lockOrder, lockPaymentOf } from './lock.ts';
import { canMove, factOf, movePayment } from './move-payment.ts';
import { openRefund } from './open-refund.ts';

/** Ends an unpaid payment whose order was called off; its page at the provider is closed right after. */
export async function callOff(work: PaymentWork, payment: PaymentRow): Promise<PaymentRow> {
  if (!canMove(payment, 'expire')) return payment;
  const expired = await movePayment(work, payment, { move: 'expire' });
  work.emit('payment.expired', expired.id, factOf(expired));
  if (expired.method === 'ONLINE') work.schedule(SETTLE_SESSION, expired.id, work.now);
  return expired;
}

/** For an order that will never be placed: nothing more is taken for it, and what was taken or still arrives goes back. */
export const voidOrderPayment: PaymentCommand<{ orderId: string }, boolean, never> = async (work, { orderId }) => {
  const { tx, now } = work;
  await lockOrder(tx, orderId);
  await tx.voidedOrder.createMany({ data: [{ orderId, voidedAt: now }], skipDuplicates: true });
  const payment = await lockPaymentOf(tx, orderId);
  if (!payment || payment.voidedAt) return ok(true);
  const ended = await callOff(work, payment);
  await tx.payment.update({ where: { id: ended.id }, data: { voidedAt: now } });
  if (ended.capturedAt) await openRefund(work, ended, { reasonKey: 'order-voided', reason: 'ORDER_NOT_PLACED' });
  return ok(true);
};
