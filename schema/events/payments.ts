import { z } from 'zod';
import { currency, event, id, minor } from './define.ts';

const payment = {
  paymentId: id,
  orderId: id.nullable(),
  customerId: id,
  method: z.enum(['ONLINE', 'WALLET', 'CASH']),
  /** The place in a group purchase it pays for, if it does. */
  escrow: z.object({ sessionId: id, placeId: id }).optional(),
};

/** Facts the payments subgraph publishes. `orderId` is null for wallet top-ups and places in group purchases. */
export const paymentEvents = {
  /** There is something to pay. */
  'payment.opened': event(1, { ...payment, amountMinor: minor, currency }),
  /** The money is here. */
  'payment.captured': event(1, { ...payment, amountMinor: minor, currency }),
  /** The provider said no, or the customer did. The order can still be paid by nothing else. */
  'payment.failed': event(1, { ...payment, reason: z.string() }),
  /** Nobody paid in time, or the order was called off before it was paid. */
  'payment.expired': event(1, { ...payment }),
  /** Money went back. `refundedMinor` is the sum so far. */
  'payment.refunded': event(1, {
    ...payment,
    refundId: id,
    amountMinor: minor,
    refundedMinor: minor,
    currency,
    fully: z.boolean(),
  }),
  /** A business or a courier was paid; `partyId` is the business, or the courier's user. */
  'payout.paid': event(1, {
    payoutId: id,
    party: z.enum(['BUSINESS', 'COURIER']),
    partyId: id,
    amountMinor: minor,
    currency,
    reference: z.string(),
  }),
  /** All that was held for a group purchase now belongs to its business, which pays `commissionMinor` of it. */
  'escrow.released': event(1, { sessionId: id, businessId: id, amountMinor: minor, commissionMinor: minor, currency }),
  /** All that was held for a group purchase is on its way back. */
  'escrow.refunded': event(1, { sessionId: id, amountMinor: minor, currency }),
};
