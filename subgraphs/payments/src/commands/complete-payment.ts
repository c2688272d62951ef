import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { captureOf, purposeOf } from '../domain/ledger.ts';
import { SETTLE_SESSION } from '../domain/reconcile.ts';
import { book, cashBooked } from './book.ts';
import { coverShortfall } from './cover-shortfall.ts';
import { keepInEscrow } from './escrow.ts';
import { lockPayment } from './lock.ts';
import { canMove, factOf, movePayment } from './move-payment.ts';
import { openRefund } from './open-refund.ts';
import { creditWallet } from './wallet.ts';

/**
 * The money of a payment is here, whoever says so first: webhook, reconciler, courier. Said again, nothing happens.
 * Money for a payment that had failed or expired counts as well; orders decides whether it is kept.
 */
export const completePayment: PaymentCommand<{ paymentId: string }, PaymentRow, 'PAYMENT_NOT_FOUND'> = async (
  work,
  { paymentId },
) => {
  const payment = await lockPayment(work.tx, paymentId);
  if (!payment) return refuse('PAYMENT_NOT_FOUND', 'No such payment.');
  if (!canMove(payment, 'capture')) return ok(payment);

  const paid = await movePayment(work, payment, { move: 'capture', set: { capturedAt: work.now } });
  await book(work, paid, { ...captureOf(paid), amountMinor: paid.amountMinor - (await cashBooked(work.tx, paid)) });
  if (purposeOf(paid) === 'TOP_UP') await creditWallet(work, paid);
  if (paid.method === 'CASH') await coverShortfall(work, paid);
  const late = purposeOf(paid) === 'ESCROW' && !(await keepInEscrow(work, paid));
  work.unschedule(SETTLE_SESSION, paid.id);
  const { amountMinor, currency } = paid;
  work.emit('payment.captured', paid.id, { ...factOf(paid), amountMinor, currency });
  if (late) await openRefund(work, paid, { reasonKey: 'escrow', reason: 'SESSION_ENDED', passesThrough: true });
  else if (paid.voidedAt) await openRefund(work, paid, { reasonKey: 'order-voided', reason: 'ORDER_NOT_PLACED' });
  return ok(paid);
};
