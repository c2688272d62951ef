import { LostRace } from '@app/kernel/work';
import type { PaymentWork } from '../context.ts';
import type { PaymentRow } from '../db.ts';
import { type PaymentMove, paymentLifecycle } from '../domain/payment.lifecycle.ts';

/** Whether a payment can make this move now. */
export const canMove = (payment: PaymentRow, move: PaymentMove): boolean =>
  paymentLifecycle.check(move, payment.status, 'system').ok;

/** Takes a payment along one row of its lifecycle. The only place a status is changed; the caller tells the row's event. */
export async function movePayment(
  { tx }: PaymentWork,
  payment: PaymentRow,
  {
    move,
    set = {},
  }: { move: PaymentMove; set?: Partial<Pick<PaymentRow, 'capturedAt' | 'voidedAt' | 'refundedMinor'>> },
): Promise<PaymentRow> {
  // The status that was read is part of the WHERE: of two callers racing here, one finds no row and starts over.
  const [moved] = await tx.payment.updateManyAndReturn({
    where: { id: payment.id, status: payment.status },
    data: { ...set, status: paymentLifecycle.moves[move].to },
  });
  if (!moved) throw new LostRace();
  return moved;
}

/** What every fact about a payment says. */
export const factOf = ({ id, orderId, customerId, method, sessionId, placeId }: PaymentRow) => ({
  paymentId: id,
  orderId,
  customerId,
  method,
  ...(sessionId && placeId && { escrow: { sessionId, placeId } }),
});
