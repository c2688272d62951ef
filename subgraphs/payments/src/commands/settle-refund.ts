import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand, PaymentWork } from '../context.ts';
import type { PaymentRow, RefundRow } from '../db.ts';
import { refunds, walletOf } from '../domain/accounts.ts';
import { purposeOf, refundSentOf, refundTakenBackOf } from '../domain/ledger.ts';
import { SEND_REFUND } from '../domain/reconcile.ts';
import { book } from './book.ts';
import { returnRecovered } from './cover-shortfall.ts';
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
export const takeBackRefund: PaymentCommand<
  { refundId: string; providerReference?: string | null },
  RefundRow,
  'REFUND_NOT_PENDING'
> = async (work, { refundId, providerReference = null }) => {
  const known = await work.tx.refund.findUnique({ where: { id: refundId }, include: { payment: true } });
  const escrow = known !== null && purposeOf(known.payment) === 'ESCROW';
  const settled = { state: escrow ? ('DONE' as const) : ('FAILED' as const), providerReference, settledAt: work.now };
  const refund = await leavePending(work, refundId, settled);
  if (!refund) return refuse('REFUND_NOT_PENDING', 'This refund is settled already.');
  const { payment, amountMinor } = refund;
  if (escrow) return intoWallet(work, refund, payment);
  await book(work, payment, { ...refundTakenBackOf(payment, amountMinor), refundId });
  await returnRecovered(work, payment, refundId);
  if (purposeOf(payment) === 'TOP_UP') await creditWallet(work, { ...payment, amountMinor });
  await work.tx.payment.update({ where: { id: payment.id }, data: { refundDueMinor: { decrement: amountMinor } } });
  return ok(refund);
};

/** A group purchase does not take money back once it let go of it: its customer has it in the wallet instead. */
async function intoWallet(work: PaymentWork, refund: RefundRow, payment: PaymentRow) {
  const { customerId } = payment;
  const { amountMinor, currency, id: refundId } = refund;
  await book(work, payment, { kind: 'REFUND', from: refunds, to: walletOf(customerId), amountMinor, refundId });
  await creditWallet(work, { customerId, currency, amountMinor });
  await finishRefund(work, refund);
  return ok(refund);
}

/** The provider has begun a refund and will say later how it went: it is asked at `next`, if it says nothing before. */
export async function awaitRefund(
  { tx, schedule }: PaymentWork,
  { refundId, providerReference, next }: { refundId: string; providerReference: string | null; next: Date },
): Promise<void> {
  await tx.refund.updateMany({ where: { id: refundId, state: 'PENDING' }, data: { providerReference } });
  schedule(SEND_REFUND, refundId, next);
}

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
