import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand } from '../context.ts';
import type { PayoutRow } from '../db.ts';
import { paymentOf } from '../domain/payout.ts';
import { answerBefore, rememberAnswer } from './ask-once.ts';
import { bookAll } from './book.ts';
import { payPayoutInput, usable } from './inputs.settlement.ts';

/** Which statement an admin has paid, and the name of the bank transfer. */
export interface PayPayout {
  readonly payoutId: string;
  readonly reference: string;
  readonly idempotencyKey: string;
}

type Refusals = 'INVALID_INPUT' | 'IDEMPOTENCY_CONFLICT' | 'PAYOUT_NOT_FOUND' | 'ALREADY_PAID';

/** Writes down that a statement's money has left for the bank, once. Of a statement with nothing to pay, only that it is done with. */
export const payPayout: PaymentCommand<PayPayout, PayoutRow, Refusals> = async (work, input) => {
  const { tx, now } = work;
  const given = usable(payPayoutInput, input);
  if (!given.ok) return given;
  const { payoutId: id, reference, idempotencyKey: key } = given.value;
  const asking = { key, operation: 'payoutPay', input: [id, reference] };
  const before = await answerBefore(work, asking);
  if (!before.ok) return before;
  if (before.value) return ok(await tx.payout.findUniqueOrThrow({ where: { id: before.value } }));
  if (!(await tx.payout.findUnique({ where: { id } })))
    return refuse('PAYOUT_NOT_FOUND', 'No such statement.', ['input', 'payoutId']);
  await rememberAnswer(work, asking, id);
  const paid = { state: 'PAID' as const, reference, paidAt: now };
  const [payout] = await tx.payout.updateManyAndReturn({ where: { id, state: 'PREPARED' }, data: paid });
  if (!payout) return refuse('ALREADY_PAID', 'This statement was paid before.', ['input', 'payoutId']);
  await bookAll(work, { paymentId: null, currency: payout.currency }, [paymentOf(payout)]);
  const { party, partyId, currency, payableMinor: amountMinor } = payout;
  work.emit('payout.paid', id, { payoutId: id, party, partyId, amountMinor, currency, reference });
  return ok(payout);
};
