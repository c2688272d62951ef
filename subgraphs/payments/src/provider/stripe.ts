import Stripe from 'stripe';
import { stripeMinting, toTheirs } from './amount.ts';
import { TIMEOUT_MS } from './http.ts';
import type { PaymentProvider, RefundRequest, SessionRequest } from './port.ts';
import { asking } from './stripe.errors.ts';
import { newsOf, recordOfRefund, recordOfSession, refundOf, sessionOf } from './stripe.read.ts';

/** How to reach Stripe, and how it reaches us. */
export interface StripeOptions {
  /** `https://api.stripe.com`, or a stand-in. */
  readonly url: string;
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly returnUrl: string;
}

/** How old a webhook's signature may be: Stripe signs anew for each attempt. */
const TOLERANCE_SECONDS = 300;
const PAGE = 100;
const WITH_INTENT = { expand: ['payment_intent'] };

/** Stripe behind our port, through its own library: hosted Checkout Sessions, refunds of their payment intents. */
export function stripeProvider(options: StripeOptions): PaymentProvider {
  const api = clientOf(options);
  const { sessions } = api.checkout;
  const getSession = async (reference: string) =>
    sessionOf(await asking(() => sessions.retrieve(reference, WITH_INTENT)));
  return {
    name: 'stripe',
    webhooks: 'signed',
    recognisesRepeats: true,
    takes: () => true,
    createSession: async (request) => {
      const params = sessionParams(request, options.returnUrl);
      return sessionOf(await asking(() => sessions.create(params, { idempotencyKey: request.paymentId })));
    },
    getSession,
    async expireSession(reference) {
      const session = await getSession(reference);
      if (session.status !== 'open') return session;
      // Completed in this moment, or completed and not settled yet: it cannot be closed any more, and says so itself.
      return sessionOf(
        await asking(() => sessions.expire(reference).catch(() => sessions.retrieve(reference, WITH_INTENT))),
      );
    },
    refund: (request) => asking(() => refund(api, request)),
    getRefund: async (reference) => refundOf(await asking(() => api.refunds.retrieve(reference))),
    async records({ about, from, to, after }) {
      const created = { gte: Math.floor(from.getTime() / 1_000), lt: Math.floor(to.getTime() / 1_000) };
      const params = { created, limit: PAGE, ...(after && { starting_after: after }) };
      const page =
        about === 'PAYMENT'
          ? await asking(() =>
              sessions.list(params).then((list) => ({ ...list, records: list.data.flatMap(recordOfSession) })),
            )
          : await asking(() =>
              api.refunds.list(params).then((list) => ({ ...list, records: list.data.map(recordOfRefund) })),
            );
      return { records: page.records, next: page.has_more ? (page.data.at(-1)?.id ?? null) : null };
    },
    verifyWebhook(headers, body) {
      try {
        const signature = headers['stripe-signature'] ?? '';
        return api.webhooks.constructEvent(body, signature, options.webhookSecret, TOLERANCE_SECONDS).id;
      } catch {
        return null; // The library throws for every reason alike: missing, wrong or old.
      }
    },
    readWebhook: newsOf,
  };
}

function clientOf({ url, secretKey }: StripeOptions): Stripe {
  const { hostname, port, protocol } = new URL(url);
  return new Stripe(secretKey, {
    host: hostname,
    ...(port && { port }),
    protocol: protocol === 'http:' ? 'http' : 'https',
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 1,
    telemetry: false,
  });
}

/**
 * The same for the same payment, however late it is asked for, as Stripe's idempotency keys want it: so no `expires_at`,
 * which must lie half an hour ahead. The reconciler closes the page when its time is over.
 */
function sessionParams({ paymentId, amountMinor, currency, description }: SessionRequest, returnUrl: string) {
  const metadata = { payment_id: paymentId };
  const price = {
    currency: currency.toLowerCase(),
    unit_amount: Number(toTheirs(stripeMinting, amountMinor, currency)),
    product_data: { name: description },
  };
  return {
    mode: 'payment',
    client_reference_id: paymentId,
    line_items: [{ quantity: 1, price_data: price }],
    metadata,
    payment_intent_data: { metadata },
    adaptive_pricing: { enabled: false },
    success_url: returnUrl,
    cancel_url: returnUrl,
  } as const satisfies Stripe.Checkout.SessionCreateParams;
}

/** Stripe forgets idempotency keys after a day; a refund that was made before is recognised by its metadata for ever. */
async function refund(api: Stripe, { refundId, paymentId, reference, amountMinor, currency }: RefundRequest) {
  const amount = Number(toTheirs(stripeMinting, amountMinor, currency));
  const session = await api.checkout.sessions.retrieve(reference);
  const intent = typeof session.payment_intent === 'string' ? session.payment_intent : session.payment_intent?.id;
  if (!intent)
    throw new Stripe.errors.StripeInvalidRequestError({ type: 'invalid_request_error', message: 'not paid' });
  const made = await api.refunds.list({ payment_intent: intent, limit: PAGE });
  const before = made.data.find(({ metadata }) => metadata?.refund_id === refundId);
  if (before) return refundOf(before);
  const metadata = { refund_id: refundId, payment_id: paymentId };
  return refundOf(await api.refunds.create({ payment_intent: intent, amount, metadata }, { idempotencyKey: refundId }));
}
