import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { ask } from './http.ts';
import type { PaymentProvider, ProviderSession } from './port.ts';

const amount = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);

const sessionShape = z
  .object({
    id: z.string().min(1).max(200),
    url: z.url({ protocol: /^https?$/ }),
    status: z.enum(['open', 'paid', 'declined', 'expired']),
    amount,
    currency: z.string(),
  })
  .transform(
    ({ id, amount: amountMinor, ...session }): ProviderSession => ({ ...session, reference: id, amountMinor }),
  );

const refundShape = z.object({ id: z.string().min(1).max(200) }).transform(({ id }) => ({ reference: id }));

const newsShape = z.object({
  type: z.enum(['session.paid', 'session.declined', 'session.expired']),
  data: z.object({ sessionId: z.string(), reference: z.string(), amount, currency: z.string() }),
});
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
  const call = ask(options.url, options.apiKey);
  return {
    name: 'sandbox',
    createSession: ({ paymentId, amountMinor, currency, description, expiresAt }) =>
      call(sessionShape, 'POST', '/v1/sessions', {
        idempotencyKey: paymentId,
        body: {
          amount: amountMinor.toString(),
          currency,
          reference: paymentId,
          description,
          merchant: options.merchant,
          webhookUrl: options.webhookUrl,
          returnUrl: options.returnUrl,
          expiresAt: expiresAt.toISOString(),
        },
      }),
    getSession: (reference) => call(sessionShape, 'GET', `/v1/sessions/${encodeURIComponent(reference)}`),
    expireSession: (reference) => call(sessionShape, 'POST', `/v1/sessions/${encodeURIComponent(reference)}/expire`),
    refund: ({ refundId, reference, amountMinor, reason }) =>
      call(refundShape, 'POST', '/v1/refunds', {
        idempotencyKey: refundId,
        body: { sessionId: reference, amount: amountMinor.toString(), reason: reason.slice(0, 200) },
      }),
    verifyWebhook(headers, body) {
      try {
        signer.verify(body, headers, { jsonParse: false });
        return headers['webhook-id'] ?? null;
      } catch {
        return null; // The library throws for every reason alike: missing, wrong or old.
      }
    },
    readWebhook(body) {
      const read = newsShape.safeParse(parsed(body));
      if (!read.success) return null;
      const { type, data } = read.data;
      return {
        paymentId: data.reference,
        reference: data.sessionId,
        status: statusOf[type],
        amountMinor: data.amount,
        currency: data.currency,
      };
    },
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
