import { newId } from '@app/kernel/ids';
import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand, Terms } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { chooseProvider } from '../domain/offer.ts';
import { answeredBefore, rememberAnswer } from './ask-once.ts';
import { positiveAmount, topUpInput, usable } from './inputs.ts';
import { announceOpened } from './open-payment.ts';

/** What a customer asks to put money into the wallet. */
export interface OpenTopUp {
  readonly amount: string;
  readonly currencyCode: string;
  readonly idempotencyKey: string;
  /** Where it is paid; left out: at the preferred provider. */
  readonly provider?: string | null | undefined;
  readonly terms: Terms;
}

/** Opens an online payment without an order; once captured, it is in the wallet (P7). */
export const openTopUp: PaymentCommand<
  OpenTopUp,
  PaymentRow,
  'INVALID_INPUT' | 'IDEMPOTENCY_CONFLICT' | 'PROVIDER_NOT_OFFERED'
> = async (work, { terms, provider: wanted = null, ...input }) => {
  const { tx, viewer, now } = work;
  const given = usable(topUpInput, input);
  if (!given.ok) return given;
  const { amount, currencyCode, idempotencyKey } = given.value;
  if (currencyCode !== terms.currency)
    return refuse('INVALID_INPUT', `Wallets are kept in ${terms.currency}.`, ['input', 'currencyCode']);
  const minor = positiveAmount(amount, currencyCode);
  if (!minor.ok) return minor;
  const asking = {
    key: idempotencyKey,
    operation: 'walletTopUp',
    input: [String(minor.value), currencyCode, ...(wanted ? [wanted] : [])],
  };
  const before = await answeredBefore(work, asking);
  if (!before.ok) return before;
  if (before.value) return ok(before.value);

  const provider = chooseProvider(terms.offered, { currency: currencyCode, wanted });
  if (!provider.ok) return provider;
  const payment = await tx.payment.create({
    data: {
      id: newId('pay'),
      customerId: viewer.id,
      provider: provider.value,
      method: 'ONLINE',
      status: 'PENDING',
      amountMinor: minor.value,
      openedMinor: minor.value,
      currency: currencyCode,
      description: 'Wallet top-up',
      createdAt: now,
      expiresAt: new Date(now.getTime() + terms.expireSeconds * 1_000),
    },
  });
  await rememberAnswer(work, asking, payment.id);
  announceOpened(work, payment, terms);
  return ok(payment);
};
