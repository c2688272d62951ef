import { createHmac } from 'node:crypto';
import { type Answer, type Bank, onceByKey, standIn } from './server.ts';

const [ID, KEY, SECRET] = ['rzp_test_stand_in', 'a-key-of-the-stand-in', 'a-webhook-secret-of-the-stand-in'];
const no = (status: number, description: string): Answer => [
  status,
  { error: { code: 'BAD_REQUEST_ERROR', description } },
];
const list = (items: object[], query: URLSearchParams): Answer => {
  const skip = Number(query.get('skip') ?? 0);
  const page = items.slice(skip, skip + Number(query.get('count') ?? 10));
  return [200, { entity: 'collection', count: page.length, items: page }];
};

interface Link extends Record<string, unknown> {
  id: string;
  amount: number;
  currency: string;
  reference_id: string;
  status: string;
  payments: { payment_id: string; status: string; amount: number }[];
}
interface Refund extends Record<string, unknown> {
  id: string;
  amount: number;
  receipt: string;
  payment_id: string;
  status: string;
}

/** Razorpay's API as far as payments uses it: JSON, HTTP Basic, unique reference ids, its own idempotency header. */
export async function razorpayStandIn(): Promise<Bank> {
  const links = new Map<string, Link>();
  const refunds = new Map<string, Refund>();
  const once = onceByKey();
  let begin = 'processed';
  const now = () => Math.floor(Date.now() / 1_000);
  const captured = () => [...links.values()].flatMap((link) => link.payments.map((payment) => ({ link, payment })));

  const open = (body: string): Answer => {
    const { amount, currency, reference_id, expire_by, accept_partial, description, notes, notify } = JSON.parse(body);
    if ([...links.values()].some((link) => link.reference_id === reference_id))
      return no(
        400,
        `payment link with given reference_id (${reference_id}) already exists. Please create with another reference_id`,
      );
    if (expire_by < now() + 900) return no(400, 'expire_by should be at least 15 minutes after current time.');
    if (!Number.isSafeInteger(amount) || amount < 100) return no(400, 'amount: minimum is 100');
    const id = `plink_${Math.random().toString(36).slice(2, 16)}`;
    const short_url = `https://rzp.io/i/${id.slice(-7)}`;
    const link = {
      id,
      amount,
      currency,
      reference_id,
      expire_by,
      accept_partial,
      description,
      notes,
      notify,
      short_url,
      status: 'created',
      payments: [],
      created_at: now(),
    };
    links.set(id, link);
    return [200, { ...link, payments: null }];
  };

  const giveBack = (paymentId: string, body: string): Answer => {
    const paid = captured().find(({ payment }) => payment.payment_id === paymentId);
    const { amount, receipt, notes } = JSON.parse(body);
    const made = [...refunds.values()].filter((one) => one.payment_id === paymentId && one.status !== 'failed');
    if (!paid || made.reduce((sum, one) => sum + one.amount, 0) + amount > paid.link.amount)
      return no(400, 'The total refund amount is greater than the refund payment amount');
    const id = `rfnd_${refunds.size + 1}`;
    const refund = {
      id,
      entity: 'refund',
      amount,
      currency: paid.link.currency,
      payment_id: paymentId,
      notes,
      receipt,
      status: begin,
      created_at: now(),
    };
    refunds.set(id, refund);
    return [200, refund];
  };

  const found = (row: object | undefined): Answer => (row ? [200, row] : no(400, 'The id provided does not exist'));
  const authorization = `Basic ${Buffer.from(`${ID}:${KEY}`).toString('base64')}`;
  const api = await standIn(
    {
      'POST /v1/payment_links': ({ body }) => open(body),
      'GET /v1/payment_links': ({ query }) => [
        200,
        { payment_links: [...links.values()].filter((link) => link.reference_id === query.get('reference_id')) },
      ],
      'GET /v1/payment_links/:id': (_asked, id) => found(links.get(id)),
      'POST /v1/payment_links/:id/cancel': (_asked, id) => {
        const link = links.get(id);
        return link?.status === 'created'
          ? [200, Object.assign(link, { status: 'cancelled' })]
          : no(400, 'Payment Link cannot be cancelled as it is already paid or expired');
      },
      'POST /v1/payments/:id/refund': ({ headers, body }, id) =>
        once(headers['x-refund-idempotency'], body, () => giveBack(id, body), no(400, 'Different payload')),
      'GET /v1/payments/:id/refunds': ({ query }, id) =>
        list(
          [...refunds.values()].filter(({ payment_id }) => payment_id === id),
          query,
        ),
      'GET /v1/payments': ({ query }) =>
        list(
          captured().map(({ link, payment }) => asPayment(link, payment)),
          query,
        ),
      'GET /v1/refunds': ({ query }) => list([...refunds.values()], query),
      'GET /v1/refunds/:id': (_asked, id) => found(refunds.get(id)),
    },
    ({ headers }) => (headers.authorization === authorization ? null : no(401, 'Authentication failed')),
  );

  return {
    name: 'razorpay',
    currency: 'INR',
    settings: {
      RAZORPAY_API_URL: api.url,
      RAZORPAY_KEY_ID: ID,
      RAZORPAY_KEY_SECRET: KEY,
      RAZORPAY_WEBHOOK_SECRET: SECRET,
    },
    asked: api.asked,
    lose: api.lose,
    pay(reference) {
      const link = links.get(reference);
      if (!link) return;
      link.payments = [{ payment_id: `pay_of_${reference}`, status: 'captured', amount: link.amount }];
      link.status = 'paid';
    },
    paidHook(reference) {
      const link = links.get(reference);
      const payload = { payment_link: { entity: { ...link, amount_paid: link?.amount } } };
      return hook({
        entity: 'event',
        event: 'payment_link.paid',
        contains: ['payment_link'],
        payload,
        created_at: now(),
      });
    },
    refunds: () => [...refunds.values()].map(({ amount, status, receipt }) => ({ refundId: receipt, amount, status })),
    refundsBegin(status) {
      begin = { pending: 'pending', done: 'processed', failed: 'failed' }[status];
    },
    endRefund(refundId, status) {
      const refund = [...refunds.values()].find(({ receipt }) => receipt === refundId);
      const entity = Object.assign(refund ?? {}, { status: status === 'done' ? 'processed' : 'failed' });
      const event = status === 'done' ? 'refund.processed' : 'refund.failed';
      return hook({ entity: 'event', event, contains: ['refund'], payload: { refund: { entity } }, created_at: now() });
    },
    sessionsOf: (paymentId) => [...links.values()].filter((link) => link.reference_id === paymentId).length,
    close: api.close,
  };
}

const asPayment = (link: Link, { payment_id, amount }: Link['payments'][number]) => ({
  id: payment_id,
  entity: 'payment',
  amount,
  currency: link.currency,
  status: 'captured',
  description: `#${link.id.slice('plink_'.length)}`,
  notes: [],
});

let events = 0;
function hook(event: object) {
  const body = JSON.stringify(event);
  const signature = createHmac('sha256', SECRET).update(body).digest('hex');
  events += 1;
  return { headers: { 'x-razorpay-signature': signature, 'x-razorpay-event-id': `evt_${events}` }, body };
}
