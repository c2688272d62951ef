import { newId } from '@app/kernel/ids';
import { ok, type Result, refuse } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { PaymentWork } from '../context.ts';
import type { PaymentRow, RefundRow } from '../db.ts';
import { purposeOf, refundOf } from '../domain/ledger.ts';
import { SEND_REFUND } from '../domain/reconcile.ts';
import { book } from './book.ts';
import { coverShortfall } from './cover-shortfall.ts';
import { passThroughEscrow, takeFromEscrow } from './escrow.ts';
import { finishRefund } from './settle-refund.ts';
import { creditWallet, debitWallet } from './wallet.ts';

/** What is to go back, and why; no amount means all that is left. */
export interface RefundOrder {
  /** Under one key a payment is refunded once. */
  readonly reasonKey: string;
  readonly reason: string;
  readonly amountMinor?: bigint;
  /** The money came for a session that had ended: it was never held. */
  readonly passesThrough?: boolean;
}

type Refusals = 'NOT_REFUNDABLE' | 'REFUND_TOO_LARGE' | 'INSUFFICIENT_FUNDS';

/**
 * Promises money back, of a payment that this transaction has locked: to the wallet it goes at once, to the provider a
 * worker takes it. Never more in sum than was paid.
 */
export async function openRefund(
  work: PaymentWork,
  payment: PaymentRow,
  { reasonKey, reason, amountMinor = payment.amountMinor - payment.refundDueMinor, passesThrough = false }: RefundOrder,
): Promise<Result<RefundRow, Refusals>> {
  const { tx, now } = work;
  const known = await tx.refund.findUnique({ where: { paymentId_reasonKey: { paymentId: payment.id, reasonKey } } });
  if (known) return ok(known);
  const refusal = await reserve(work, payment, { amountMinor, passesThrough });
  if (refusal) return refusal;
  const refund: RefundRow = {
    id: newId('rfd'),
    paymentId: payment.id,
    reasonKey,
    reason,
    amountMinor,
    currency: payment.currency,
    state: payment.method === 'ONLINE' ? 'PENDING' : 'DONE',
    providerReference: null,
    createdAt: now,
    settledAt: payment.method === 'ONLINE' ? null : now,
  };
  await tx.refund.create({ data: refund });
  await book(work, payment, { ...refundOf(payment, amountMinor), refundId: refund.id });
  if (payment.orderId !== null) await coverShortfall(work, payment, refund.id);
  if (refund.state === 'PENDING') work.schedule(SEND_REFUND, refund.id, now);
  else {
    await creditWallet(work, { ...refund, customerId: payment.customerId });
    await finishRefund(work, refund);
  }
  return ok(refund);
}

/** Takes the amount out of where it is, if that is a pocket that may be empty by now. */
async function leavePocket(work: PaymentWork, payment: PaymentRow, { amountMinor, passesThrough }: Amount) {
  const purpose = purposeOf(payment);
  if (purpose === 'TOP_UP' && !(await debitWallet(work, { ...payment, amountMinor })))
    return refuse('INSUFFICIENT_FUNDS', 'The wallet holds less than that.', ['input', 'amount']);
  if (purpose !== 'ESCROW') return undefined;
  if (passesThrough) await passThroughEscrow(work, payment);
  else if (!(await takeFromEscrow(work, { ...payment, amountMinor })))
    return refuse('NOT_REFUNDABLE', 'The session has ended; its money is with its business.', ['input', 'paymentId']);
  return undefined;
}

type Amount = { amountMinor: bigint; passesThrough: boolean };

/** Sets the amount aside on the payment, and takes it out of the wallet or the escrow if that is where it went. */
async function reserve(work: PaymentWork, payment: PaymentRow, amount: Amount) {
  const { amountMinor } = amount;
  if (!payment.capturedAt) return refuse('NOT_REFUNDABLE', 'Nothing was paid, so nothing can be refunded.');
  if (amountMinor <= 0n || payment.refundDueMinor + amountMinor > payment.amountMinor)
    return refuse('REFUND_TOO_LARGE', 'That is more than is left of this payment.', ['input', 'amount']);
  const refusal = await leavePocket(work, payment, amount);
  if (refusal) return refusal;
  const { count } = await work.tx.payment.updateMany({
    where: { id: payment.id, refundDueMinor: { lte: payment.amountMinor - amountMinor } },
    data: { refundDueMinor: { increment: amountMinor } },
  });
  if (count === 0) throw new LostRace();
  return undefined;
}
