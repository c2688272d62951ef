import { z } from 'zod';
import { razorpayMinting, toOurs } from './amount.ts';
import { readNews } from './http.ts';
import type { ProviderNews, ProviderRecord, ProviderRefund, ProviderSession } from './port.ts';

const id = z.string().min(1).max(200);
const money = { amount: z.number().int().transform(BigInt), currency: z.string() };
/** Empty notes are written as a list. */
const notes = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown()).transform(() => ({}))]).nullish();

/** A payment link as their API and their webhooks write it. */
export const linkShape = z.object({
  id,
  reference_id: z.string().nullish(),
  short_url: z.url({ protocol: /^https?$/ }).nullish(),
  status: z.enum(['created', 'partially_paid', 'paid', 'expired', 'cancelled']),
  payments: z.array(z.object({ payment_id: id, status: z.string() })).nullish(),
  ...money,
});
/** The links that were asked for. */
export const linksShape = z.object({ payment_links: z.array(linkShape) }).transform((list) => list.payment_links);

/** A refund as their API and their webhooks write it. */
export const refundShape = z.object({
  id,
  receipt: z.string().nullish(),
  status: z.enum(['pending', 'processed', 'failed']),
  ...money,
});
const collection = <Item extends z.ZodType>(item: Item) =>
  z.object({ entity: z.literal('collection'), items: z.array(item) }).transform(({ items }) => items);
/** The refunds that were asked for. */
export const refundsShape = collection(refundShape);
const paymentShape = z.object({ id, status: z.string(), description: z.string().nullish(), notes, ...money });
/** The payments that were asked for. */
export const paymentsShape = collection(paymentShape);

const ours = ({ amount, currency }: { amount: bigint; currency: string }) => ({
  amountMinor: toOurs(razorpayMinting, amount, currency),
  currency,
});

const sessionStatus = {
  created: 'open',
  partially_paid: 'open',
  paid: 'paid',
  expired: 'expired',
  cancelled: 'expired',
} as const;

/** A payment link in our words. */
export const toSession = (link: z.output<typeof linkShape>): ProviderSession => ({
  reference: link.id,
  paymentId: link.reference_id || null,
  url: link.short_url ?? null,
  status: sessionStatus[link.status],
  ...ours(link),
});

const refundStatus = { pending: 'pending', processed: 'sent', failed: 'failed' } as const;

/** A refund in our words. */
export const toRefund = ({ id: reference, status }: z.output<typeof refundShape>): ProviderRefund => ({
  reference,
  status: refundStatus[status],
});

/** What a refund is on record as. */
export const recordOfRefund = (refund: z.output<typeof refundShape>): ProviderRecord => ({
  ...toRefund(refund),
  ...ours(refund),
  ourId: refund.receipt || null,
});

/** What a payment is on record as when money came in; it names its link as `#` and the link's id without its prefix. */
export function recordOfPayment(payment: z.output<typeof paymentShape>): ProviderRecord[] {
  if (payment.status !== 'captured' && payment.status !== 'refunded') return [];
  const link = /^#(\w+)$/.exec(payment.description ?? '')?.[1];
  const named = payment.notes && 'payment_id' in payment.notes ? payment.notes.payment_id : null;
  const ourId = typeof named === 'string' ? named : null;
  const reference = link ? `plink_${link}` : ourId === null ? payment.id : null;
  return [{ reference, ourId, status: 'paid', ...ours(payment) }];
}

const eventShape = z.discriminatedUnion('event', [
  z.object({
    event: z.enum(['payment_link.paid', 'payment_link.expired', 'payment_link.cancelled']),
    payload: z.object({ payment_link: z.object({ entity: linkShape }) }),
  }),
  z.object({
    event: z.enum(['refund.created', 'refund.processed', 'refund.failed']),
    payload: z.object({ refund: z.object({ entity: z.object({ receipt: z.string().min(1).max(64) }) }) }),
  }),
]);

/** What a webhook says: about a link that is settled, or a refund of ours; null for anything else. */
export const newsOf = (body: string): ProviderNews | null =>
  readNews(eventShape, body, ({ payload }) => {
    if ('refund' in payload) return { about: 'refund', refundId: payload.refund.entity.receipt };
    const { url: _url, status, ...session } = toSession(payload.payment_link.entity);
    return status === 'open' ? null : { about: 'session', session: { ...session, status } };
  });
