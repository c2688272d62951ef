import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { SETTLE_SESSION } from '../domain/reconcile.ts';
import { lockPayment } from './lock.ts';
import { canMove, factOf, movePayment } from './move-payment.ts';

/** The provider, or the customer there, said no. Of a payment that is settled already this changes nothing. */
export const failPayment: PaymentCommand<
  { paymentId: string; reason: string },
  PaymentRow,
  'PAYMENT_NOT_FOUND'
> = async (work, { paymentId, reason }) => {
  const payment = await lockPayment(work.tx, paymentId);
  if (!payment) return refuse('PAYMENT_NOT_FOUND', 'No such payment.');
  if (!canMove(payment, 'fail')) return ok(payment);
  const failed = await movePayment(work, payment, { move: 'fail' });
  work.unschedule(SETTLE_SESSION, failed.id);
  work.emit('payment.failed', failed.id, { ...factOf(failed), reason });
  return ok(failed);
};

/** Nobody paid in time, and the provider takes nothing for it any more. */
export const expirePayment: PaymentCommand<{ paymentId: string }, PaymentRow, 'PAYMENT_NOT_FOUND'> = async (
  work,
  { paymentId },
) => {
  const payment = await lockPayment(work.tx, paymentId);
  if (!payment) return refuse('PAYMENT_NOT_FOUND', 'No such payment.');
  if (!canMove(payment, 'expire')) return ok(payment);
  const expired = await movePayment(work, payment, { move: 'expire' });
  work.unschedule(SETTLE_SESSION, expired.id);
  work.emit('payment.expired', expired.id, factOf(expired));
  return ok(expired);
};
