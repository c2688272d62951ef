import { type Answer, type Bank, onceByKey, standIn } from './server.ts';

const [KEY, TOKEN] = ['xnd_development_stand_in', 'a-callback-token-of-the-stand-in'];
const no = (status: number, error_code: string): Answer => [status, { error_code, message: error_code }];

interface Invoice extends Record<string, unknown> {
  id: string;
  external_id: string;
  amount: number;
  currency: string;
  status: string;
  paid_at?: string;
}
interface Refund extends Record<string, unknown> {
  id: string;
  amount: number;
  invoice_id: string;
  reference_id: string;
  status: string;
}

/** Xendit's API as far as payments uses it: JSON, HTTP Basic with the key alone, invoices that do not recognise a repeat. */
export async function xenditStandIn(): Promise<Bank> {
  const invoices = new Map<string, Invoice>();
  const refunds = new Map<string, Refund>();
  const once = onceByKey();
  let begin = 'SUCCEEDED';
  const now = () => new Date().toISOString();

  const open = (body: string): Answer => {
    const { external_id, amount, currency, description, invoice_duration, metadata } = JSON.parse(body);
    if (typeof amount !== 'number' || !(invoice_duration >= 1)) return no(400, 'API_VALIDATION_ERROR');
    const id = Math.random().toString(16).slice(2).padEnd(24, '0').slice(0, 24);
    const invoice_url = `https://checkout.xendit.co/web/${id}`;
    const invoice = {
      id,
      external_id,
      user_id: 'u',
      merchant_name: 'Test shop',
      amount,
      currency,
      description,
      metadata,
      status: 'PENDING',
      invoice_url,
      created: now(),
      updated: now(),
    };
    invoices.set(id, invoice);
    return [200, invoice];
  };

  const giveBack = (body: string): Answer => {
    const { invoice_id, reference_id, amount, currency, reason } = JSON.parse(body);
    const invoice = invoices.get(invoice_id);
    const made = [...refunds.values()].filter((one) => one.invoice_id === invoice_id && one.status !== 'FAILED');
    if (invoice?.status !== 'PAID' || made.reduce((sum, one) => sum + one.amount, 0) + amount > invoice.amount)
      return no(400, 'MAXIMUM_REFUND_AMOUNT_REACHED');
    const id = `rfd-${refunds.size + 1}`;
    const refund = {
      id,
      invoice_id,
      reference_id,
      amount,
      currency,
      reason,
      status: begin,
      created: now(),
      updated: now(),
    };
    refunds.set(id, refund);
    return [200, refund];
  };

  const found = (row: object | undefined): Answer => (row ? [200, row] : no(404, 'DATA_NOT_FOUND'));
  const authorization = `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`;
  const api = await standIn(
    {
      'POST /v2/invoices': ({ body }) => open(body),
      'GET /v2/invoices': ({ query }) => {
        const [externalId, after, before] = ['external_id', 'paid_after', 'paid_before'].map((name) => query.get(name));
        const all = [...invoices.values()].filter((one) => !externalId || one.external_id === externalId);
        return [200, all.filter(({ paid_at }) => !after || (paid_at && after <= paid_at && paid_at < (before ?? '')))];
      },
      'GET /v2/invoices/:id': (_asked, id) => found(invoices.get(id)),
      'POST /invoices/:id/expire!': (_asked, id) => {
        const invoice = invoices.get(id);
        return invoice?.status === 'PENDING'
          ? [200, Object.assign(invoice, { status: 'EXPIRED' })]
          : no(400, 'INVOICE_ALREADY_PAID_OR_EXPIRED');
      },
      'POST /refunds': ({ headers, body }) =>
        once(headers['idempotency-key'], body, () => giveBack(body), no(409, 'IDEMPOTENCY_ERROR')),
      'GET /refunds': ({ query }) => {
        const invoiceId = query.get('invoice_id');
        const data = [...refunds.values()].filter(({ invoice_id }) => !invoiceId || invoice_id === invoiceId);
        return [200, { data, has_more: false }];
      },
      'GET /refunds/:id': (_asked, id) => found(refunds.get(id)),
    },
    ({ headers }) => (headers.authorization === authorization ? null : no(401, 'INVALID_API_KEY')),
  );
  const hook = (body: object) => ({ headers: { 'x-callback-token': TOKEN }, body: JSON.stringify(body) });

  return {
    name: 'xendit',
    currency: 'PHP',
    settings: { XENDIT_API_URL: api.url, XENDIT_SECRET_KEY: KEY, XENDIT_CALLBACK_TOKEN: TOKEN },
    asked: api.asked,
    lose: api.lose,
    pay: (reference) => void Object.assign(invoices.get(reference) ?? {}, { status: 'PAID', paid_at: now() }),
    paidHook(reference) {
      const { invoice_url: _url, metadata: _metadata, ...invoice } = invoices.get(reference) ?? ({} as Invoice);
      return hook({ ...invoice, status: 'PAID', paid_amount: invoice.amount, payment_channel: 'ALFAMART' });
    },
    refunds: () =>
      [...refunds.values()].map(({ amount, status, reference_id }) => ({ refundId: reference_id, amount, status })),
    refundsBegin(status) {
      begin = { pending: 'PENDING', done: 'SUCCEEDED', failed: 'FAILED' }[status];
    },
    endRefund(refundId, status) {
      const refund = [...refunds.values()].find(({ reference_id }) => reference_id === refundId);
      const data = Object.assign(refund ?? {}, { status: status === 'done' ? 'SUCCEEDED' : 'FAILED' });
      return hook({
        event: status === 'done' ? 'refund.succeeded' : 'refund.failed',
        business_id: 'b',
        created: now(),
        data,
      });
    },
    sessionsOf: (paymentId) => [...invoices.values()].filter(({ external_id }) => external_id === paymentId).length,
    close: api.close,
  };
}
