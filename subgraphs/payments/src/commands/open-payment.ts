import { newId } from '@app/kernel/ids';
import { ok, type Result, refuse } from '@app/kernel/result';
import type { Work } from '@app/kernel/work';
import type { PaymentCommand, PaymentWork, Terms } from '../context.ts';
import type { PaymentMethod, PaymentRow } from '../db.ts';
import { captureOf } from '../domain/ledger.ts';
import { chooseProvider } from '../domain/offer.ts';
import { SETTLE_SESSION } from '../domain/reconcile.ts';
import { book } from './book.ts';
import { lockOrder } from './lock.ts';
import { factOf } from './move-payment.ts';
import { debitWallet } from './wallet.ts';

/** What the one payment of an order is opened for. */
export interface OpenPayment {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly businessIds: readonly string[];
  readonly method: PaymentMethod;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Where an online payment is to go; left out: to the preferred provider. */
  readonly provider?: string | null | undefined;
  readonly terms: Terms;
}

type Refusals = 'IDEMPOTENCY_CONFLICT' | 'ORDER_CALLED_OFF' | 'INSUFFICIENT_FUNDS' | 'PROVIDER_NOT_OFFERED';

/** Opens the one payment of an order; repeated, answers the same one. A wallet is debited here and now. */
export const openPayment: PaymentCommand<OpenPayment, PaymentRow, Refusals> = async (work, request) => {
  const { tx } = work;
  const { orderId } = request;
  await lockOrder(tx, orderId);
  const known = await tx.payment.findUnique({ where: { orderId } });
  if (known) return sameAs(known, request);
  if (await tx.voidedOrder.findUnique({ where: { orderId } }))
    return refuse('ORDER_CALLED_OFF', 'This order was called off before its payment was opened.');
  if (request.method === 'WALLET') return payFromWallet(work, request);

  const provider = request.method === 'ONLINE' ? providerOf(request) : ok(null);
  if (!provider.ok) return provider;
  const payment = await tx.payment.create({ data: { ...openRow(work, request), provider: provider.value } });
  announceOpened(work, payment, request.terms);
  return ok(payment);
};

/** Where an online payment goes, if it can. */
export const providerOf = ({ terms, currency, provider }: OpenPayment) =>
  chooseProvider(terms.offered, { currency, wanted: provider });

/** Tells that there is something to pay; a payment at the provider is looked after until it is settled. */
export function announceOpened(work: Work, payment: PaymentRow, { reconcileSeconds }: Terms): void {
  const { amountMinor, currency } = payment;
  work.emit('payment.opened', payment.id, { ...factOf(payment), amountMinor, currency });
  if (payment.method === 'ONLINE')
    work.schedule(SETTLE_SESSION, payment.id, new Date(work.now.getTime() + reconcileSeconds * 1_000));
}

function sameAs(known: PaymentRow, request: OpenPayment): Result<PaymentRow, 'IDEMPOTENCY_CONFLICT'> {
  const same =
    known.openedMinor === request.amountMinor &&
    known.currency === request.currency &&
    known.method === request.method &&
    known.customerId === request.customerId &&
    (!request.provider || known.provider === request.provider);
  return same
    ? ok(known)
    : refuse('IDEMPOTENCY_CONFLICT', 'This order has a payment of another amount or kind already.');
}

async function payFromWallet(
  work: PaymentWork,
  request: OpenPayment,
): Promise<Result<PaymentRow, 'INSUFFICIENT_FUNDS'>> {
  if (!(await debitWallet(work, request)))
    return refuse('INSUFFICIENT_FUNDS', 'The wallet holds less than that.', ['input', 'amountMinor']);
  const row = { ...openRow(work, request), status: 'PAID' as const, capturedAt: work.now };
  const payment = await work.tx.payment.create({ data: row });
  await book(work, payment, captureOf(payment));
  const { amountMinor, currency } = payment;
  work.emit('payment.captured', payment.id, { ...factOf(payment), amountMinor, currency });
  return ok(payment);
}

/** A payment as it is when it is opened. */
export const openRow = ({ now }: Pick<Work, 'now'>, request: OpenPayment) => ({
  id: newId('pay'),
  orderId: request.orderId,
  customerId: request.customerId,
  businessIds: [...request.businessIds],
  method: request.method,
  status: 'PENDING' as const,
  amountMinor: request.amountMinor,
  openedMinor: request.amountMinor,
  currency: request.currency,
  description: `Order ${request.orderNumber}`,
  createdAt: now,
  expiresAt: request.method === 'ONLINE' ? new Date(now.getTime() + request.terms.expireSeconds * 1_000) : null,
});
