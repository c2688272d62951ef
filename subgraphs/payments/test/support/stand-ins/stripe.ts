import Stripe from 'stripe';
import { type Answer, type Bank, onceByKey, standIn } from './server.ts';

const KEY = 'sk_test_a_key_of_the_stand_in';
const SECRET = 'whsec_of_the_stand_in_for_stripe';
const signer = new Stripe(KEY);
const no = (status: number, message: string, type = 'invalid_request_error'): Answer => [
  status,
  { error: { type, message } },
];

interface Session extends Record<string, unknown> {
  id: string;
  client_reference_id: string | null;
  payment_intent: string | null;
  payment_status: string;
  status: string;
  created: number;
}
interface Refund extends Record<string, unknown> {
  id: string;
  amount: number;
  status: string;
  payment_intent: string;
  metadata: Record<string, string>;
}

/** Stripe's API as far as payments uses it: form-encoded, with a bearer key, and strict about idempotency keys. */
export async function stripeStandIn(): Promise<Bank> {
  const sessions = new Map<string, Session>();
  const refunds = new Map<string, Refund>();
  const once = onceByKey();
  const conflict = no(
    400,
    'Keys for idempotent requests can only be used with the same parameters.',
    'idempotency_error',
  );
  let begin = 'succeeded';

  const open = (form: URLSearchParams): Answer => {
    const amount = Number(form.get('line_items[0][price_data][unit_amount]'));
    if (form.get('mode') !== 'payment' || !form.get('success_url')) return no(400, 'Missing required param');
    if (!Number.isSafeInteger(amount) || amount < 50) return no(400, 'The amount is too small');
    const id = `cs_test_${sessions.size + 1}_${Math.random().toString(36).slice(2)}`;
    const session = {
      id,
      object: 'checkout.session',
      client_reference_id: form.get('client_reference_id'),
      metadata: { payment_id: form.get('metadata[payment_id]') },
      amount_total: amount,
      currency: form.get('line_items[0][price_data][currency]'),
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      created: Math.floor(Date.now() / 1_000),
      url: `https://checkout.stripe.com/c/pay/${id}`,
    };
    sessions.set(id, session);
    return [200, session];
  };

  const giveBack = (form: URLSearchParams): Answer => {
    const intent = form.get('payment_intent') ?? '';
    const session = [...sessions.values()].find(({ payment_intent }) => payment_intent === intent);
    const amount = Number(form.get('amount'));
    const made = [...refunds.values()].filter((one) => one.payment_intent === intent && one.status !== 'failed');
    const gone = made.reduce((sum, one) => sum + one.amount, 0);
    if (!session || gone + amount > Number(session.amount_total))
      return no(400, 'Refund amount is greater than unrefunded amount on charge');
    const metadata = { refund_id: form.get('metadata[refund_id]') ?? '' };
    const id = `re_${refunds.size + 1}`;
    const created = Math.floor(Date.now() / 1_000);
    const refund = {
      id,
      object: 'refund',
      amount,
      currency: session.currency,
      status: begin,
      payment_intent: intent,
      metadata,
      created,
    };
    refunds.set(id, refund);
    return [200, refund];
  };

  const list = (rows: Record<string, unknown>[], query: URLSearchParams): Answer => {
    const [gte, lt] = [Number(query.get('created[gte]') ?? 0), Number(query.get('created[lt]') ?? 1e12)];
    const inPeriod = rows.filter(({ created }) => gte <= Number(created) && Number(created) < lt).reverse();
    const begun = query.get('starting_after');
    const start = begun ? inPeriod.findIndex(({ id }) => id === begun) + 1 : 0;
    const data = inPeriod.slice(start, start + Number(query.get('limit') ?? 10));
    return [200, { object: 'list', data, has_more: start + data.length < inPeriod.length, url: '/v1' }];
  };

  const found = (row: object | undefined): Answer => (row ? [200, row] : no(404, 'No such object'));
  const api = await standIn(
    {
      'POST /v1/checkout/sessions': ({ headers, body }) =>
        once(headers['idempotency-key'], body, () => open(new URLSearchParams(body)), conflict),
      'GET /v1/checkout/sessions': ({ query }) => list([...sessions.values()], query),
      'GET /v1/checkout/sessions/:id': (_asked, id) => found(sessions.get(id)),
      'POST /v1/checkout/sessions/:id/expire': (_asked, id) => {
        const session = sessions.get(id);
        if (session?.status !== 'open')
          return no(400, 'Only Checkout Sessions with a status in ["open"] can be expired.');
        return found(Object.assign(session, { status: 'expired', url: null }));
      },
      'POST /v1/refunds': ({ headers, body }) =>
        once(headers['idempotency-key'], body, () => giveBack(new URLSearchParams(body)), conflict),
      'GET /v1/refunds': ({ query }) => {
        const intent = query.get('payment_intent');
        return list(
          [...refunds.values()].filter((one) => !intent || one.payment_intent === intent),
          query,
        );
      },
      'GET /v1/refunds/:id': (_asked, id) => found(refunds.get(id)),
    },
    ({ headers }) => (headers.authorization === `Bearer ${KEY}` ? null : no(401, 'Invalid API Key provided')),
  );

  const hook = (type: string, object: object, at = new Date()) => {
    const id = `evt_${Math.random().toString(36).slice(2)}`;
    const body = JSON.stringify(
      { id, object: 'event', type, created: Math.floor(at.getTime() / 1_000), data: { object } },
      null,
      2,
    );
    const timestamp = Math.floor(at.getTime() / 1_000);
    const signature = signer.webhooks.generateTestHeaderString({ payload: body, secret: SECRET, timestamp });
    return { headers: { 'stripe-signature': signature, 'content-type': 'application/json' }, body };
  };

  return {
    name: 'stripe',
    currency: 'EUR',
    settings: { STRIPE_API_URL: api.url, STRIPE_SECRET_KEY: KEY, STRIPE_WEBHOOK_SECRET: SECRET },
    asked: api.asked,
    lose: api.lose,
    pay(reference) {
      const paid = { status: 'complete', payment_status: 'paid', payment_intent: `pi_of_${reference}`, url: null };
      Object.assign(sessions.get(reference) ?? {}, paid);
    },
    paidHook: (reference, { at } = {}) => hook('checkout.session.completed', sessions.get(reference) ?? {}, at),
    refunds: () =>
      [...refunds.values()].map(({ amount, status, metadata }) => ({
        refundId: metadata.refund_id ?? '',
        amount,
        status,
      })),
    refundsBegin(status) {
      begin = { pending: 'pending', done: 'succeeded', failed: 'failed' }[status];
    },
    endRefund(refundId, status) {
      const refund = [...refunds.values()].find(({ metadata }) => metadata.refund_id === refundId);
      const ended = Object.assign(refund ?? {}, { status: status === 'done' ? 'succeeded' : 'failed' });
      return hook(status === 'done' ? 'refund.updated' : 'refund.failed', ended);
    },
    sessionsOf: (paymentId) => [...sessions.values()].filter((one) => one.client_reference_id === paymentId).length,
    close: api.close,
  };
}
