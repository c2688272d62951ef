import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand, PaymentWork } from '../context.ts';
import type { RefundRow } from '../db.ts';
import { refundSentOf, refundTakenBackOf } from '../domain/ledger.ts';
import { book } from './book.ts';
import { lockPayment } from './lock.ts';
import { factOf, movePayment } from './move-payment.ts';
import { creditWallet } from './wallet.ts';

/** The money of a refund has left: counts it on the payment and tells. */
export async function finishRefund(work: PaymentWork, { id, paymentId, amountMinor }: RefundRow): Promise<void> {
  const payment = await lockPayment(work.tx, paymentId);
  if (!payment) throw new Error(`refund ${id} has no payment`);
  const refundedMinor = payment.refundedMinor + amountMinor;
  const fully = refundedMinor === payment.amountMinor;
  const moved = await movePayment(work, payment, {
    move: fully ? 'refundRest' : 'refundPart',
    set: { refundedMinor },
  });
  const { currency } = moved;
  work.emit('payment.refunded', paymentId, {
    ...factOf(moved),
    refundId: id,
    amountMinor,
    refundedMinor,
    currency,
    fully,
  });
}

/** The provider has sent a refund. Said again, nothing happens. */
export const completeRefund: PaymentCommand<
  { refundId: string; providerReference: string },
  RefundRow,
  'REFUND_NOT_PENDING'
> = async (work, { refundId, providerReference }) => {
  const settled = { state: 'DONE' as const, providerReference, settledAt: work.now };
  const refund = await leavePending(work, refundId, settled);
  if (!refund) return refuse('REFUND_NOT_PENDING', 'This refund is settled already.');
  await book(work, refund.payment, { ...refundSentOf(refund.payment, refund.amountMinor), refundId });
  await finishRefund(work, refund);
  return ok(refund);
};

/** The provider will never send a refund: the money returns to where it was, and somebody has to look. */
export const takeBackRefund: PaymentCommand<{ refundId: string }, RefundRow, 'REFUND_NOT_PENDING'> = async (
  work,
  { refundId },
) => {
  const refund = await leavePending(work, refundId, { state: 'FAILED' as const, settledAt: work.now });
  if (!refund) return refuse('REFUND_NOT_PENDING', 'This refund is settled already.');
  const { payment, amountMinor } = refund;
  await book(work, payment, { ...refundTakenBackOf(payment, amountMinor), refundId });
  if (payment.orderId === null) await creditWallet(work, { ...payment, amountMinor });
  await work.tx.payment.update({ where: { id: payment.id }, data: { refundDueMinor: { decrement: amountMinor } } });
  return ok(refund);
};

/** The payment first, then the refund: everybody locks them in this order. */
async function leavePending(
  { tx }: PaymentWork,
  refundId: string,
  settled: Partial<Pick<RefundRow, 'state' | 'providerReference' | 'settledAt'>>,
) {
  const known = await tx.refund.findUnique({ where: { id: refundId } });
  const payment = known && (await lockPayment(tx, known.paymentId));
  if (!payment) return null;
  const [refund] = await tx.refund.updateManyAndReturn({ where: { id: refundId, state: 'PENDING' }, data: settled });
  return refund ? { ...refund, payment } : null;
}
