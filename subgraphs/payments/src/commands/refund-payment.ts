import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { answeredBefore, rememberAnswer } from './ask-once.ts';
import { positiveAmount, refundInput, usable } from './inputs.ts';
import { lockPayment } from './lock.ts';
import { openRefund } from './open-refund.ts';

/** What an admin asks to give back. */
export interface RefundPayment {
  readonly paymentId: string;
  readonly amount?: string | null | undefined;
  readonly reason?: string | null | undefined;
  readonly idempotencyKey: string;
}

type Refusals =
  | 'INVALID_INPUT'
  | 'PAYMENT_NOT_FOUND'
  | 'IDEMPOTENCY_CONFLICT'
  | 'NOT_REFUNDABLE'
  | 'REFUND_TOO_LARGE'
  | 'INSUFFICIENT_FUNDS';

/** Gives money back because an admin says so (P5). */
export const refundPayment: PaymentCommand<RefundPayment, PaymentRow, Refusals> = async (work, input) => {
  const given = usable(refundInput, input);
  if (!given.ok) return given;
  const { paymentId, amount = null, reason = null, idempotencyKey } = given.value;
  const asking = { key: idempotencyKey, operation: 'paymentRefund', input: [paymentId, amount, reason] };
  const payment = await lockPayment(work.tx, paymentId);
  if (!payment) return refuse('PAYMENT_NOT_FOUND', 'No such payment.', ['input', 'paymentId']);
  const before = await answeredBefore(work, asking);
  if (!before.ok) return before;
  if (before.value) return ok(before.value);
  const minor = amount === null ? null : positiveAmount(amount, payment.currency);
  if (minor && !minor.ok) return minor;

  const opened = await openRefund(work, payment, {
    reasonKey: `asked:${work.viewer.id}:${idempotencyKey}`,
    reason: reason ?? 'ASKED_BY_ADMIN',
    ...(minor && { amountMinor: minor.value }),
  });
  if (!opened.ok) return opened;
  await rememberAnswer(work, asking, paymentId);
  return ok(await work.tx.payment.findUniqueOrThrow({ where: { id: paymentId } }));
};
