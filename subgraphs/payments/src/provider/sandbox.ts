import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { ask, readNews } from './http.ts';
import type {
  PaymentProvider,
  ProviderNews,
  ProviderRefund,
  ProviderSession,
  RecordPage,
  RecordQuery,
} from './port.ts';

const id = z.string().min(1).max(200);
const amount = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);

const sessionShape = z
  .object({
    id,
    reference: z.string(),
    url: z.url({ protocol: /^https?$/ }),
    status: z.enum(['open', 'paid', 'declined', 'expired']),
    amount,
    currency: z.string(),
  })
  .transform(
    ({ id: reference, reference: paymentId, amount: amountMinor, ...session }): ProviderSession => ({
      ...session,
      reference,
      paymentId,
      amountMinor,
    }),
  );

const refundStatus = { pending: 'pending', succeeded: 'sent', failed: 'failed' } as const;
const refundFields = z.object({ id, reference: z.string(), status: z.enum(['pending', 'succeeded', 'failed']) });
const refundShape = refundFields.transform(
  ({ id: reference, status }): ProviderRefund => ({ reference, status: refundStatus[status] }),
);
const paidPage = z.object({ data: z.array(sessionShape), next: z.string().nullable() });
const refundPage = z.object({
  data: z.array(z.object({ ...refundFields.shape, amount, currency: z.string() })),
  next: z.string().nullable(),
});

const newsShape = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['session.paid', 'session.declined', 'session.expired']),
    data: z.object({ sessionId: z.string(), reference: z.string(), amount, currency: z.string() }),
  }),
  z.object({
    type: z.enum(['refund.succeeded', 'refund.failed']),
    data: z.object({ refundReference: z.string().min(1).max(64) }),
  }),
]);
const statusOf = { 'session.paid': 'paid', 'session.declined': 'declined', 'session.expired': 'expired' } as const;

/** How to reach the sandbox provider, and how it reaches us. */
export interface SandboxOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly webhookUrl: string;
  readonly returnUrl: string | null;
  readonly merchant: string;
}

/** The sandbox provider behind our port: REST with a bearer key, webhooks signed as Standard Webhooks. */
export function sandboxProvider(options: SandboxOptions): PaymentProvider {
  const signer = new Webhook(options.webhookSecret);
  const call = ask({ url: options.url, authorization: `Bearer ${options.apiKey}` });
  const sessionPath = (reference: string) => `/v1/sessions/${encodeURIComponent(reference)}`;
  const { webhookUrl, returnUrl, merchant } = options;
  return {
    name: 'sandbox',
    webhooks: 'signed',
    recognisesRepeats: true,
    takes: () => true,
    createSession: ({ paymentId: reference, amountMinor, currency, description, expiresAt }) => {
      const amount = amountMinor.toString();
      const terms = { description, merchant, webhookUrl, returnUrl, expiresAt: expiresAt.toISOString() };
      const body = { amount, currency, reference, ...terms };
      return call(sessionShape, ['POST', '/v1/sessions'], { headers: { 'idempotency-key': reference }, body });
    },
    getSession: (reference) => call(sessionShape, ['GET', sessionPath(reference)]),
    expireSession: (reference) => call(sessionShape, ['POST', `${sessionPath(reference)}/expire`]),
    refund: ({ refundId, reference: sessionId, amountMinor, reason }) => {
      const terms = { amount: amountMinor.toString(), reason: reason.slice(0, 200) };
      const body = { sessionId, reference: refundId, ...terms };
      return call(refundShape, ['POST', '/v1/refunds'], { headers: { 'idempotency-key': refundId }, body });
    },
    getRefund: (reference) => call(refundShape, ['GET', `/v1/refunds/${encodeURIComponent(reference)}`]),
    records: (query) => records(call, query),
    verifyWebhook(headers, body) {
      try {
        signer.verify(body, headers, { jsonParse: false });
        return headers['webhook-id'] ?? null;
      } catch {
        return null; // The library throws for every reason alike: missing, wrong or old.
      }
    },
    readWebhook: newsOf,
  };
}

const newsOf = (body: string): ProviderNews | null =>
  readNews(newsShape, body, (event) => {
    if (!('sessionId' in event.data)) return { about: 'refund', refundId: event.data.refundReference };
    const { sessionId: reference, reference: paymentId, amount: amountMinor, currency } = event.data;
    const status = statusOf[event.type as keyof typeof statusOf];
    return { about: 'session', session: { reference, paymentId, status, amountMinor, currency } };
  });

async function records(call: ReturnType<typeof ask>, { about, from, to, after }: RecordQuery): Promise<RecordPage> {
  const period = { from: from.toISOString(), to: to.toISOString(), ...(after && { after }) };
  const query = new URLSearchParams(period);
  if (about === 'REFUND') {
    const page = await call(refundPage, ['GET', `/v1/refunds?${query}`]);
    const found = page.data.map(({ id: reference, reference: ourId, status, amount: amountMinor, currency }) => ({
      reference,
      ourId: ourId || null,
      status: refundStatus[status],
      amountMinor,
      currency,
    }));
    return { records: found, next: page.next };
  }
  const page = await call(paidPage, ['GET', `/v1/sessions?status=paid&${query}`]);
  const found = page.data.map(({ reference, paymentId: ourId, amountMinor, currency }) => ({
    reference,
    ourId,
    status: 'paid' as const,
    amountMinor,
    currency,
  }));
  return { records: found, next: page.next };
}
