import { newId } from '@app/kernel/ids';
import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand, PaymentWork, Terms } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { captureOf } from '../domain/ledger.ts';
import { chooseProvider } from '../domain/offer.ts';
import { book } from './book.ts';
import { keepInEscrow, lockEscrow } from './escrow.ts';
import { lockOrder } from './lock.ts';
import { factOf } from './move-payment.ts';
import { announceOpened } from './open-payment.ts';
import { debitWallet } from './wallet.ts';

/** One place in a group purchase, and who pays for it. */
export interface HoldEscrow {
  readonly sessionId: string;
  readonly placeId: string;
  readonly customerId: string;
  readonly businessId: string;
  readonly method: 'ONLINE' | 'WALLET';
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly description: string;
  readonly terms: Terms;
}

type Refusals = 'IDEMPOTENCY_CONFLICT' | 'ESCROW_SETTLED' | 'INSUFFICIENT_FUNDS' | 'PROVIDER_NOT_OFFERED';

/** Opens the payment of a place (P8); repeated, answers the same one. A wallet is debited here and now. */
export const holdEscrow: PaymentCommand<HoldEscrow, PaymentRow, Refusals> = async (work, request) => {
  const { tx, now } = work;
  const { sessionId, placeId, businessId, currency, method } = request;
  await lockOrder(tx, `place:${sessionId}:${placeId}`);
  const known = await tx.payment.findUnique({ where: { sessionId_placeId: { sessionId, placeId } } });
  if (known)
    return sameAs(known, request) ? ok(known) : refuse('IDEMPOTENCY_CONFLICT', 'This place is paid otherwise.');
  const opened = { sessionId, businessId, currency, state: 'OPEN' as const, heldMinor: 0n, openedAt: now };
  await tx.escrow.createMany({ data: [opened], skipDuplicates: true });
  const escrow = await lockEscrow(tx, sessionId);
  if (escrow?.state !== 'OPEN') return refuse('ESCROW_SETTLED', 'This session has ended.');
  if (escrow.businessId !== businessId || escrow.currency !== currency)
    return refuse('IDEMPOTENCY_CONFLICT', 'This session is held for another business or in another currency.');
  if (method === 'WALLET' && !(await debitWallet(work, request)))
    return refuse('INSUFFICIENT_FUNDS', 'The wallet holds less than that.', ['input', 'amountMinor']);

  const provider = method === 'ONLINE' ? chooseProvider(request.terms.offered, { currency }) : ok(null);
  if (!provider.ok) return provider;
  const payment = await tx.payment.create({ data: { ...rowOf(work, request), provider: provider.value } });
  if (method === 'WALLET') await keep(work, payment);
  else announceOpened(work, payment, request.terms);
  return ok(payment);
};

async function keep(work: PaymentWork, payment: PaymentRow): Promise<void> {
  await book(work, payment, captureOf(payment));
  await keepInEscrow(work, payment);
  const { id, amountMinor, currency } = payment;
  work.emit('payment.captured', id, { ...factOf(payment), amountMinor, currency });
}

const sameAs = (known: PaymentRow, request: HoldEscrow): boolean =>
  known.openedMinor === request.amountMinor &&
  known.currency === request.currency &&
  known.method === request.method &&
  known.customerId === request.customerId;

const rowOf = ({ now }: PaymentWork, { terms, businessId, ...request }: HoldEscrow) => ({
  ...request,
  id: newId('pay'),
  businessIds: [businessId],
  openedMinor: request.amountMinor,
  createdAt: now,
  ...(request.method === 'WALLET'
    ? { status: 'PAID' as const, capturedAt: now, expiresAt: null }
    : { status: 'PENDING' as const, expiresAt: new Date(now.getTime() + terms.expireSeconds * 1_000) }),
});
