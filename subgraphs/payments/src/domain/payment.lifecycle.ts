import { lifecycle, type MoveOf } from '@app/kernel/lifecycle';

/**
 * The life of a payment. Money that arrives late is still money: a failed or expired payment can be captured, and the
 * orders domain decides whether it is kept.
 */
// biome-ignore format: a table is read by column
export const paymentLifecycle = lifecycle({
  entity: 'Payment',
  initial: 'PENDING',
  moves: {
    capture:    { from: ['PENDING', 'FAILED', 'EXPIRED'],    to: 'PAID',               by: ['system'], emits: 'payment.captured' },
    fail:       { from: ['PENDING'],                         to: 'FAILED',             by: ['system'], emits: 'payment.failed' },
    expire:     { from: ['PENDING'],                         to: 'EXPIRED',            by: ['system'], emits: 'payment.expired' },
    refundPart: { from: ['PAID', 'PARTIALLY_REFUNDED'],      to: 'PARTIALLY_REFUNDED', by: ['system'], emits: 'payment.refunded' },
    refundRest: { from: ['PAID', 'PARTIALLY_REFUNDED'],      to: 'REFUNDED',           by: ['system'], emits: 'payment.refunded' },
  },
});

export type PaymentMove = MoveOf<typeof paymentLifecycle>;
