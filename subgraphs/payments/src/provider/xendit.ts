import { formatAmount } from '@app/kernel/money';
import { ask, basic } from './http.ts';
import {
  type PaymentProvider,
  ProviderRefused,
  type RecordPage,
  type RecordQuery,
  type SessionRequest,
} from './port.ts';
import { idOfBody, sameSecret } from './secret.ts';
import {
  invoiceShape,
  invoicesShape,
  newsOf,
  recordOfInvoice,
  recordOfRefund,
  refundPageShape,
  refundShape,
  toRefund,
  toSession,
} from './xendit.read.ts';

/** How to reach Xendit, and how it reaches us. */
export interface XenditOptions {
  /** `https://api.xendit.co`, or a stand-in. */
  readonly url: string;
  readonly secretKey: string;
  /** What it sends as `x-callback-token`. */
  readonly callbackToken: string;
  readonly returnUrl: string | null;
}

const PAGE = 100;
const currencies = ['IDR', 'PHP', 'THB', 'VND', 'MYR', 'SGD', 'USD'];

/** Xendit behind our port: invoices (v2), refunds of them. Its webhooks carry a fixed token, so they are asked about. */
export function xenditProvider(options: XenditOptions): PaymentProvider {
  const call = ask({ url: options.url, authorization: basic(options.secretKey, ''), conflictMeansLater: true });
  const getSession = async (reference: string) => toSession(await call(invoiceShape, ['GET', invoicePath(reference)]));

  return {
    name: 'xendit',
    webhooks: 'token',
    recognisesRepeats: false,
    takes: (currency) => currencies.includes(currency),
    async createSession(request) {
      const known = await call(invoicesShape, [
        'GET',
        `/v2/invoices?external_id=${encodeURIComponent(request.paymentId)}`,
      ]);
      const [first] = known.filter(({ external_id }) => external_id === request.paymentId).sort(paidThenOldest);
      if (first) return toSession(first);
      const body = invoiceBody(request, options.returnUrl);
      return toSession(await call(invoiceShape, ['POST', '/v2/invoices'], { body, repeatable: false }));
    },
    getSession,
    async expireSession(reference) {
      try {
        return toSession(await call(invoiceShape, ['POST', `/invoices/${encodeURIComponent(reference)}/expire!`]));
      } catch (error) {
        if (!(error instanceof ProviderRefused)) throw error;
        return getSession(reference); // It was settled before.
      }
    },
    async refund({ refundId, paymentId, reference, amountMinor, currency }) {
      const made = await call(refundPageShape, ['GET', `/refunds?invoice_id=${encodeURIComponent(reference)}`]);
      const before = made.data.find(({ reference_id }) => reference_id === refundId);
      if (before) return toRefund(before);
      const body = {
        invoice_id: reference,
        reference_id: refundId,
        amount: amountOf(amountMinor, currency),
        currency,
        reason: 'REQUESTED_BY_CUSTOMER',
        metadata: { payment_id: paymentId },
      };
      const headers = { 'idempotency-key': refundId };
      return toRefund(await call(refundShape, ['POST', '/refunds'], { headers, body }));
    },
    getRefund: async (reference) =>
      toRefund(await call(refundShape, ['GET', `/refunds/${encodeURIComponent(reference)}`])),
    records: (query) => records(call, query),
    verifyWebhook: (headers, body) =>
      sameSecret(headers['x-callback-token'] ?? '', options.callbackToken) ? idOfBody(body) : null,
    readWebhook: newsOf,
  };
}

const invoicePath = (reference: string): string => `/v2/invoices/${encodeURIComponent(reference)}`;

/** Xendit counts in whole currency units, with decimals. Exact: shortest decimal text of a number below 2^53 hundredths. */
const amountOf = (minor: bigint, currency: string): number => Number(formatAmount({ minor, currency }));

/** Of several invoices of one payment: the one that was paid, else the oldest. */
const paidThenOldest = (a: { status: string; created: string }, b: { status: string; created: string }): number =>
  Number(isPaid(b)) - Number(isPaid(a)) || a.created.localeCompare(b.created);
const isPaid = ({ status }: { status: string }): boolean => status === 'PAID' || status === 'SETTLED';

function invoiceBody(request: SessionRequest, returnUrl: string | null) {
  const { paymentId, amountMinor, currency, description, expiresAt } = request;
  return {
    external_id: paymentId,
    amount: amountOf(amountMinor, currency),
    currency,
    description,
    invoice_duration: Math.max(1, Math.ceil((expiresAt.getTime() - Date.now()) / 1_000)),
    should_send_email: false,
    metadata: { payment_id: paymentId },
    ...(returnUrl && { success_redirect_url: returnUrl, failure_redirect_url: returnUrl }),
  };
}

/** Refunds cannot be listed by period there: all of them are read, and those of the period kept. */
async function records(call: ReturnType<typeof ask>, { about, from, to, after }: RecordQuery): Promise<RecordPage> {
  if (about === 'REFUND') {
    const page = await call(refundPageShape, ['GET', `/refunds?limit=${PAGE}${after ? `&after_id=${after}` : ''}`]);
    const inPeriod = page.data.filter(({ created }) => from <= new Date(created) && new Date(created) < to);
    return { records: inPeriod.map(recordOfRefund), next: page.has_more ? (page.data.at(-1)?.id ?? null) : null };
  }
  const query = new URLSearchParams({
    statuses: JSON.stringify(['PAID', 'SETTLED']),
    paid_after: from.toISOString(),
    paid_before: to.toISOString(),
    limit: String(PAGE),
    ...(after && { last_invoice: after }),
  });
  const invoices = await call(invoicesShape, ['GET', `/v2/invoices?${query}`]);
  return {
    records: invoices.map(recordOfInvoice),
    next: invoices.length === PAGE ? (invoices.at(-1)?.id ?? null) : null,
  };
}
