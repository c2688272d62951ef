import { razorpayMinting, toTheirs } from './amount.ts';
import { ask, basic } from './http.ts';
import {
  type PaymentProvider,
  ProviderRefused,
  type RecordPage,
  type RecordQuery,
  type SessionRequest,
} from './port.ts';
import {
  linkShape,
  linksShape,
  newsOf,
  paymentsShape,
  recordOfPayment,
  recordOfRefund,
  refundShape,
  refundsShape,
  toRefund,
  toSession,
} from './razorpay.read.ts';
import { hmacHex, idOfBody, sameSecret } from './secret.ts';

/** How to reach Razorpay, and how it reaches us. */
export interface RazorpayOptions {
  /** `https://api.razorpay.com`, or a stand-in. */
  readonly url: string;
  readonly keyId: string;
  readonly keySecret: string;
  readonly webhookSecret: string;
  readonly returnUrl: string | null;
}

const PAGE = 100;
/** A link's end must lie a quarter of an hour ahead; the reconciler closes it when its time is over. */
const SHORTEST_MS = 16 * 60_000;

/** Razorpay behind our port: payment links, refunds of the payment that was captured through one. */
export function razorpayProvider(options: RazorpayOptions): PaymentProvider {
  const call = ask({
    url: options.url,
    authorization: basic(options.keyId, options.keySecret),
    conflictMeansLater: true,
  });
  const link = (reference: string) => call(linkShape, ['GET', linkPath(reference)]);
  const getSession = async (reference: string) => toSession(await link(reference));

  return {
    name: 'razorpay',
    webhooks: 'signed',
    recognisesRepeats: true,
    takes: () => true,
    async createSession(request) {
      const body = linkBody(request, options.returnUrl);
      try {
        // Its `reference_id` is unique there: whoever asks twice is refused, and finds what is there.
        return toSession(await call(linkShape, ['POST', '/v1/payment_links'], { body }));
      } catch (error) {
        if (!(error instanceof ProviderRefused)) throw error;
        const path = `/v1/payment_links?reference_id=${encodeURIComponent(request.paymentId)}`;
        const known = (await call(linksShape, ['GET', path])).find(
          ({ reference_id }) => reference_id === request.paymentId,
        );
        if (!known) throw error;
        return toSession(known);
      }
    },
    getSession,
    async expireSession(reference) {
      try {
        return toSession(await call(linkShape, ['POST', `${linkPath(reference)}/cancel`]));
      } catch (error) {
        if (!(error instanceof ProviderRefused)) throw error;
        return getSession(reference); // It was settled before.
      }
    },
    async refund({ refundId, paymentId, reference, amountMinor, currency }) {
      const { payments } = await link(reference);
      const captured = payments?.find(({ status }) => status === 'captured' || status === 'refunded');
      if (!captured) throw new ProviderRefused('nothing was paid through this link');
      const path = `/v1/payments/${encodeURIComponent(captured.payment_id)}`;
      const made = await call(refundsShape, ['GET', `${path}/refunds?count=${PAGE}`]);
      const before = made.find(({ receipt }) => receipt === refundId);
      if (before) return toRefund(before);
      const amount = Number(toTheirs(razorpayMinting, amountMinor, currency));
      const body = { amount, speed: 'normal', receipt: refundId, notes: { payment_id: paymentId } };
      const headers = { 'x-refund-idempotency': refundId };
      return toRefund(await call(refundShape, ['POST', `${path}/refund`], { headers, body }));
    },
    getRefund: async (reference) =>
      toRefund(await call(refundShape, ['GET', `/v1/refunds/${encodeURIComponent(reference)}`])),
    records: (query) => records(call, query),
    verifyWebhook(headers, body) {
      const given = headers['x-razorpay-signature'] ?? '';
      // Their event id travels outside the signature: under another one, an old webhook would be new.
      return sameSecret(given, hmacHex(options.webhookSecret, body)) ? idOfBody(body) : null;
    },
    readWebhook: newsOf,
  };
}

const linkPath = (reference: string): string => `/v1/payment_links/${encodeURIComponent(reference)}`;

function linkBody(
  { paymentId, amountMinor, currency, description, expiresAt }: SessionRequest,
  returnUrl: string | null,
) {
  const end = Math.max(expiresAt.getTime(), Date.now() + SHORTEST_MS);
  return {
    amount: Number(toTheirs(razorpayMinting, amountMinor, currency)),
    currency,
    accept_partial: false,
    reference_id: paymentId,
    description,
    expire_by: Math.floor(end / 1_000),
    reminder_enable: false,
    notify: { sms: false, email: false },
    notes: { payment_id: paymentId },
    ...(returnUrl && { callback_url: returnUrl, callback_method: 'get' }),
  };
}

/** Their lists are pages by number, newest first; of a period that is over they do not shift. */
async function records(call: ReturnType<typeof ask>, { about, from, to, after }: RecordQuery): Promise<RecordPage> {
  const skip = Number(after ?? 0);
  const [first, last] = [from, to].map((at) => Math.floor(at.getTime() / 1_000));
  const query = `from=${first}&to=${Number(last) - 1}&count=${PAGE}&skip=${skip}`;
  const next = (count: number): string | null => (count === PAGE ? String(skip + PAGE) : null);
  if (about === 'PAYMENT') {
    const payments = await call(paymentsShape, ['GET', `/v1/payments?${query}`]);
    return { records: payments.flatMap(recordOfPayment), next: next(payments.length) };
  }
  const refunds = await call(refundsShape, ['GET', `/v1/refunds?${query}`]);
  return { records: refunds.map(recordOfRefund), next: next(refunds.length) };
}
