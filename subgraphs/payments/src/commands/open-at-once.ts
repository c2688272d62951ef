import { ok, type Result, refuse } from '@app/kernel/result';
import type { Work } from '@app/kernel/work';
import type { HotCommand } from '../context.ts';
import { type PaymentRow, Prisma } from '../db.ts';
import { captureOf } from '../domain/ledger.ts';
import { type Booking, bookedBy, bookingOf } from './book.ts';
import { factOf } from './move-payment.ts';
import { announceOpened, type OpenPayment, openRow, providerOf } from './open-payment.ts';

/**
 * Opens the one payment of an order in one statement: row, wallet, ledger and what is told. LOOK_AGAIN when there is one
 * already, or the wallet holds too little: `openPayment` says which. Throws a constraint's error when the same happens at
 * this moment.
 */
export const openAtOnce: HotCommand<OpenPayment, PaymentRow, 'LOOK_AGAIN' | 'PROVIDER_NOT_OFFERED'> = async (
  work,
  request,
) => {
  const provider = request.method === 'ONLINE' ? providerOf(request) : ok(null);
  if (!provider.ok) return provider;
  const payment = rowOf(work, request, provider.value);
  if (payment.status === 'PENDING') announceOpened(work, payment, request.terms);
  else {
    const { amountMinor, currency } = payment;
    work.emit('payment.captured', payment.id, { ...factOf(payment), amountMinor, currency });
  }
  return write(work, payment);
};

/** Every column, as the statement writes the row. */
function rowOf({ now }: Work, request: OpenPayment, provider: string | null): PaymentRow {
  const paid = request.method === 'WALLET';
  return {
    ...openRow({ now }, request),
    sessionId: null,
    placeId: null,
    provider,
    providerReference: null,
    sessionLeasedUntil: null,
    url: null,
    refundDueMinor: 0n,
    refundedMinor: 0n,
    voidedAt: null,
    status: paid ? 'PAID' : 'PENDING',
    capturedAt: paid ? now : null,
  };
}

async function write({ tx, now, telling }: Work, payment: PaymentRow): Promise<Result<PaymentRow, 'LOOK_AGAIN'>> {
  const booking = payment.capturedAt && bookingOf({ ...payment, paymentId: payment.id }, [captureOf(payment)]);
  const [row] = await tx.$queryRaw<{ opened: number }[]>`
    WITH free AS (SELECT WHERE NOT EXISTS (SELECT FROM "Payment" WHERE "orderId" = ${payment.orderId})),
    ${booking ? debited(payment) : Prisma.sql`covered AS (SELECT FROM free)`},
    payment AS (
      INSERT INTO "Payment"
      SELECT payment.* FROM covered, json_populate_recordset(NULL::"Payment", ${json([payment])}::json) AS payment
      RETURNING "id"),
    ${bookedIfAny(booking, now)}
    ${telling('payment')}
    SELECT count(*)::int AS "opened" FROM payment`;
  return row?.opened === 1
    ? ok(payment)
    : refuse('LOOK_AGAIN', 'There is a payment already, or too little to pay with.');
}

/** The money leaves the wallet if it is there: two payments cannot take the same. */
const debited = ({ customerId, currency, amountMinor }: PaymentRow): Prisma.Sql => Prisma.sql`
    covered AS (
      UPDATE "Wallet" SET "balanceMinor" = "balanceMinor" - ${amountMinor}::bigint FROM free
      WHERE "customerId" = ${customerId} AND "currency" = ${currency} AND "balanceMinor" >= ${amountMinor}::bigint
      RETURNING "customerId")`;

const bookedIfAny = (booking: Booking | null, now: Date): Prisma.Sql =>
  booking ? Prisma.sql`${bookedBy(booking, now, 'payment')},` : Prisma.empty;

/** Amounts as text, so that none is rounded. */
const json = (rows: readonly PaymentRow[]): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
