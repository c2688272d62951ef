import type Stripe from 'stripe';
import { z } from 'zod';
import { stripeMinting, toOurs } from './amount.ts';
import { readNews } from './http.ts';
import {
  type ProviderNews,
  type ProviderRecord,
  type ProviderRefund,
  type ProviderSession,
  ProviderUnavailable,
} from './port.ts';

const sessionShape = z.object({
  id: z.string().min(1).max(200),
  url: z.url({ protocol: /^https?$/ }).nullish(),
  client_reference_id: z.string().nullish(),
  status: z.enum(['open', 'complete', 'expired']).nullable(),
  payment_status: z.enum(['paid', 'unpaid', 'no_payment_required']),
  amount_total: z.number().int(),
  currency: z.string(),
  payment_intent: z.union([z.string(), z.object({ status: z.string() })]).nullish(),
});
type Session = z.output<typeof sessionShape>;

/** A Checkout Session in our words. Throws ProviderUnavailable for what is none, a RangeError for an amount that cannot be ours. */
export function sessionOf(theirs: unknown): ProviderSession {
  const read = sessionShape.safeParse(theirs);
  if (!read.success) throw new ProviderUnavailable(`the provider answered in an unknown shape: ${read.error.message}`);
  return { ...aboutSession(read.data), url: read.data.url ?? null, status: statusOf(read.data) };
}

function aboutSession({ id, client_reference_id, amount_total, currency: lower }: Session) {
  const currency = lower.toUpperCase();
  const amountMinor = toOurs(stripeMinting, BigInt(amount_total), currency);
  return { reference: id, paymentId: client_reference_id ?? null, amountMinor, currency };
}

/** Completed but unpaid: a bank has the money on its way, or has said no, which the intent tells. */
function statusOf({ status, payment_status, payment_intent }: Session): ProviderSession['status'] {
  if (payment_status === 'paid') return 'paid';
  if (status === 'expired') return 'expired';
  const failed = typeof payment_intent === 'object' && payment_intent?.status === 'requires_payment_method';
  return status === 'complete' && failed ? 'declined' : 'open';
}

const refundStatus = { pending: 'pending', requires_action: 'pending', succeeded: 'sent' } as const;

/** A refund in our words. */
export const refundOf = ({ id, status }: Stripe.Refund): ProviderRefund => ({
  reference: id,
  status: refundStatus[status as keyof typeof refundStatus] ?? 'failed',
});

/** What a paid session is on record as; none for one that was not paid. */
export function recordOfSession(theirs: Stripe.Checkout.Session): ProviderRecord[] {
  if (theirs.payment_status !== 'paid') return [];
  const { reference, paymentId: ourId, amountMinor, currency } = sessionOf(theirs);
  return [{ reference, ourId, status: 'paid', amountMinor, currency }];
}

/** What a refund is on record as. */
export function recordOfRefund(theirs: Stripe.Refund): ProviderRecord {
  const currency = theirs.currency.toUpperCase();
  const amountMinor = toOurs(stripeMinting, BigInt(theirs.amount), currency);
  return { ...refundOf(theirs), ourId: theirs.metadata?.refund_id ?? null, amountMinor, currency };
}

const eventShape = z.discriminatedUnion('type', [
  z.object({
    type: z.enum([
      'checkout.session.completed',
      'checkout.session.async_payment_succeeded',
      'checkout.session.async_payment_failed',
      'checkout.session.expired',
    ]),
    data: z.object({ object: sessionShape }),
  }),
  z.object({
    type: z.enum(['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated']),
    data: z.object({ object: z.object({ metadata: z.object({ refund_id: z.string().max(64) }) }) }),
  }),
]);

/** What a webhook says: about a session of ours that is settled, or a refund of ours; null for anything else. */
export const newsOf = (body: string): ProviderNews | null =>
  readNews(eventShape, body, ({ type, data: { object } }) => {
    if (!('id' in object)) return { about: 'refund', refundId: object.metadata.refund_id };
    const status = type === 'checkout.session.async_payment_failed' ? 'declined' : statusOf(object);
    return status === 'open' ? null : { about: 'session', session: { ...aboutSession(object), status } };
  });
