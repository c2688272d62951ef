import { parseAmount } from '@app/kernel/money';
import { z } from 'zod';
import { readNews } from './http.ts';
import type { ProviderNews, ProviderRecord, ProviderRefund, ProviderSession } from './port.ts';

const id = z.string().min(1).max(200);

/** An invoice as their API writes it. */
export const invoiceShape = z.object({
  id,
  external_id: z.string(),
  status: z.enum(['PENDING', 'PAID', 'SETTLED', 'EXPIRED']),
  amount: z.number(),
  currency: z.string().length(3).default('IDR'),
  invoice_url: z.url({ protocol: /^https?$/ }),
  created: z.string(),
});
/** The invoices that were asked for. */
export const invoicesShape = z.array(invoiceShape);

/** A refund as their API writes it. */
export const refundShape = z.object({
  id,
  reference_id: z.string().nullish(),
  status: z.enum(['PENDING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  amount: z.number(),
  currency: z.string().length(3),
  created: z.string(),
});
/** A page of refunds. */
export const refundPageShape = z.object({ data: z.array(refundShape), has_more: z.boolean().default(false) });

/** Throws a RangeError for an amount that has more decimals than its currency. */
function ours({ amount, currency }: { amount: number; currency: string }) {
  const minor = parseAmount(String(amount), currency);
  if (!minor.ok) throw new RangeError(minor.message);
  return { amountMinor: minor.value, currency };
}

const sessionStatus = { PENDING: 'open', PAID: 'paid', SETTLED: 'paid', EXPIRED: 'expired' } as const;

/** An invoice in our words. */
export const toSession = (invoice: z.output<typeof invoiceShape>): ProviderSession => ({
  reference: invoice.id,
  paymentId: invoice.external_id,
  url: invoice.invoice_url,
  status: sessionStatus[invoice.status],
  ...ours(invoice),
});

/** What a paid invoice is on record as. */
export const recordOfInvoice = (invoice: z.output<typeof invoiceShape>): ProviderRecord => ({
  reference: invoice.id,
  ourId: invoice.external_id,
  status: 'paid',
  ...ours(invoice),
});

const refundStatus = { PENDING: 'pending', SUCCEEDED: 'sent', FAILED: 'failed', CANCELLED: 'failed' } as const;

/** A refund in our words. */
export const toRefund = ({ id: reference, status }: z.output<typeof refundShape>): ProviderRefund => ({
  reference,
  status: refundStatus[status],
});

/** What a refund is on record as. */
export const recordOfRefund = (refund: z.output<typeof refundShape>): ProviderRecord => ({
  ...toRefund(refund),
  ...ours(refund),
  ourId: refund.reference_id ?? null,
});

const callbackShape = z.object({
  id,
  external_id: z.string().max(64),
  status: z.enum(['PAID', 'SETTLED', 'EXPIRED']),
  amount: z.number(),
  currency: z.string().length(3).default('IDR'),
});
const refunded = z.object({ reference_id: z.string().min(1).max(64) });
const refundEventShape = z.object({
  event: z.enum(['refund.succeeded', 'refund.failed']),
  // Their documentation shows the refund once directly and once in a further `data`.
  data: z.union([refunded, z.object({ data: refunded }).transform(({ data }) => data)]),
});

/** What a webhook claims, which is asked about before it is believed; null for what is about nothing of interest. */
export const newsOf = (body: string): ProviderNews | null =>
  readNews(z.union([callbackShape, refundEventShape]), body, (event) => {
    if ('event' in event) return { about: 'refund', refundId: event.data.reference_id };
    const { id: reference, external_id: paymentId } = event;
    const status = event.status === 'EXPIRED' ? 'expired' : 'paid';
    return { about: 'session', session: { reference, paymentId, status, ...ours(event) } };
  });
