import { newId } from '@app/kernel/ids';
import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand, PaymentWork } from '../context.ts';
import type { EscrowRow, PaymentRow } from '../db.ts';
import { refundOf } from '../domain/ledger.ts';
import { SEND_REFUND } from '../domain/reconcile.ts';
import { bookAll } from './book.ts';
import { lockEscrow } from './escrow.ts';
import { factOf } from './move-payment.ts';
import { creditWallets } from './wallet.ts';

type Refusals = 'ESCROW_NOT_FOUND' | 'ESCROW_SETTLED';

/**
 * Sends all that is held for a session back the way it came (P8): every place in one transaction, once. Pages that wait to
 * be paid are closed; what is paid there nevertheless goes back when it arrives.
 */
export const refundEscrow: PaymentCommand<{ sessionId: string; reason: string }, EscrowRow, Refusals> = async (
  work,
  { sessionId, reason },
) => {
  const { tx, now } = work;
  const escrow = await lockEscrow(tx, sessionId);
  if (!escrow) return refuse('ESCROW_NOT_FOUND', 'Nothing was ever held for this session.');
  if (escrow.state === 'REFUNDED') return ok(escrow);
  if (escrow.state !== 'OPEN') return refuse('ESCROW_SETTLED', 'This session was released.');
  const places = await tx.$queryRaw<PaymentRow[]>`
    SELECT * FROM "Payment" WHERE "sessionId" = ${sessionId} AND "capturedAt" IS NOT NULL AND "refundDueMinor" < "amountMinor"
    ORDER BY "id" FOR UPDATE`;
  const back = places.map((payment) => ({
    payment,
    id: newId('rfd'),
    amountMinor: payment.amountMinor - payment.refundDueMinor,
  }));
  const sum = back.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  if (sum !== escrow.heldMinor) throw new Error(`${sessionId} holds ${escrow.heldMinor}, its places ${sum}`);
  const refunded = await tx.escrow.update({
    where: { sessionId, state: 'OPEN' },
    data: { state: 'REFUNDED', heldMinor: 0n, refundedMinor: { increment: sum }, settledAt: now },
  });
  await promise(work, back, reason);
  await give(
    work,
    back.filter(({ payment }) => payment.method === 'WALLET'),
  );
  for (const { id, payment } of back) if (payment.method === 'ONLINE') work.schedule(SEND_REFUND, id, now);
  await expireUnpaid(work, sessionId);
  work.emit('escrow.refunded', sessionId, { sessionId, amountMinor: sum, currency: escrow.currency });
  return ok(refunded);
};

interface Back {
  readonly payment: PaymentRow;
  readonly id: string;
  readonly amountMinor: bigint;
}

/** Writes down and books what goes back. */
async function promise(work: PaymentWork, back: readonly Back[], reason: string): Promise<void> {
  const [first] = back;
  if (!first) return;
  const { tx, now } = work;
  await tx.refund.createMany({
    data: back.map(({ payment: { id: paymentId, currency, method }, id, amountMinor }) => {
      const settled = method === 'WALLET' ? { state: 'DONE' as const, settledAt: now } : { state: 'PENDING' as const };
      return { id, paymentId, reasonKey: 'escrow', reason, amountMinor, currency, createdAt: now, ...settled };
    }),
  });
  const ids = back.map(({ payment }) => payment.id);
  await tx.$executeRaw`UPDATE "Payment" SET "refundDueMinor" = "amountMinor" WHERE "id" = ANY(${ids})`;
  const movements = back.map(({ payment, id, amountMinor }) => {
    const occasion = { paymentId: payment.id, refundId: id, subject: id };
    return { ...refundOf(payment, amountMinor), ...occasion };
  });
  await bookAll(work, { paymentId: null, currency: first.payment.currency }, movements);
}

/** Puts into wallets what came from wallets. */
async function give(work: PaymentWork, back: readonly Back[]): Promise<void> {
  if (back.length === 0) return;
  await creditWallets(
    work,
    back.map(({ payment: { customerId, currency }, amountMinor }) => ({ customerId, currency, amountMinor })),
  );
  const ids = back.map(({ payment }) => payment.id);
  await work.tx.$executeRaw`
    UPDATE "Payment" SET "status" = 'REFUNDED', "refundedMinor" = "amountMinor"
    WHERE "id" = ANY(${ids}) AND "status" IN ('PAID', 'PARTIALLY_REFUNDED')`;
  for (const { payment, id: refundId, amountMinor } of back) {
    const { id, currency, amountMinor: refundedMinor } = payment;
    work.emit('payment.refunded', id, {
      ...factOf(payment),
      refundId,
      amountMinor,
      refundedMinor,
      currency,
      fully: true,
    });
  }
}

async function expireUnpaid(work: PaymentWork, sessionId: string): Promise<void> {
  const expired = await work.tx.payment.updateManyAndReturn({
    where: { sessionId, status: 'PENDING' },
    data: { status: 'EXPIRED' },
  });
  for (const payment of expired) {
    work.emit('payment.expired', payment.id, factOf(payment));
    work.schedule('payments.settle-session', payment.id, work.now);
  }
}
