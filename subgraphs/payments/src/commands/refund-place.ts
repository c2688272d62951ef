import { ok, refuse } from '@app/kernel/result';
import type { PaymentCommand } from '../context.ts';
import type { EscrowRow, PaymentRow } from '../db.ts';
import { callOff } from './call-off.ts';
import { lockEscrow } from './escrow.ts';
import { openRefund } from './open-refund.ts';

type Refusals = 'ESCROW_NOT_FOUND' | 'ESCROW_SETTLED' | 'PAYMENT_NOT_FOUND';

/** Gives up one place (P8): what was paid for it goes back the way it came, what is not paid yet is taken no more. Repeated, it does nothing. */
export const refundPlace: PaymentCommand<
  { sessionId: string; placeId: string; reason: string },
  EscrowRow,
  Refusals
> = async (work, { sessionId, placeId, reason }) => {
  const { tx, now } = work;
  const escrow = await lockEscrow(tx, sessionId);
  if (!escrow) return refuse('ESCROW_NOT_FOUND', 'Nothing was ever held for this session.');
  const [payment] = await tx.$queryRaw<PaymentRow[]>`
    SELECT * FROM "Payment" WHERE "sessionId" = ${sessionId} AND "placeId" = ${placeId} FOR UPDATE`;
  if (!payment) return refuse('PAYMENT_NOT_FOUND', 'No such place.');
  if (payment.voidedAt || payment.refundDueMinor === payment.amountMinor) return ok(escrow);
  if (escrow.state !== 'OPEN') return refuse('ESCROW_SETTLED', 'This session has ended.');
  const ended = await callOff(work, payment);
  await tx.payment.update({ where: { id: payment.id }, data: { voidedAt: now } });
  if (ended.capturedAt) await openRefund(work, ended, { reasonKey: 'escrow', reason });
  return ok(await tx.escrow.findUniqueOrThrow({ where: { sessionId } }));
};
