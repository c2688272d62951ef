import { z } from 'zod';
import { currency, event, id, minor } from './define.ts';

const payment = { paymentId: id, orderId: id.nullable(), customerId: id, method: z.enum(['ONLINE', 'WALLET', 'CASH']) };

/** Facts the payments subgraph publishes. `orderId` is null for wallet top-ups. */
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
};
