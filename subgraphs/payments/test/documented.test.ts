import { createHmac } from 'node:crypto';
import Stripe from 'stripe';
import { razorpayProvider } from '../src/provider/razorpay.ts';
import { stripeProvider } from '../src/provider/stripe.ts';
import { xenditProvider } from '../src/provider/xendit.ts';

const SECRET = 'a-secret-for-webhooks';
const at = { url: 'http://127.0.0.1:1', returnUrl: 'https://shop.example/paid' };
const stripe = stripeProvider({ ...at, secretKey: 'sk_test_0123456789', webhookSecret: SECRET });
const razorpay = razorpayProvider({ ...at, keyId: 'rzp_test_1', keySecret: 'secret', webhookSecret: SECRET });
const xendit = xenditProvider({ ...at, secretKey: 'xnd_development_1', callbackToken: SECRET });

describe("Stripe's webhooks", () => {
  const session = {
    id: 'cs_test_a1Ae6ClgOkjygKwrf9B3L6ITtUuZW4Xx9FivL6DZYoYFdfAefQxsYpJJd3',
    object: 'checkout.session',
    amount_subtotal: 2198,
    amount_total: 2198,
    client_reference_id: 'pay_1',
    created: 1679600215,
    currency: 'usd',
    payment_intent: 'pi_1GszsK2eZvKYlo2CfhZyoZLp',
    payment_status: 'paid',
    status: 'complete',
    url: null,
  };
  const written = (type: string, object: object) =>
    JSON.stringify({ id: 'evt_1NG8Du2eZvKYlo2CUI79vXWy', object: 'event', type, data: { object } }, null, 2);
  const signed = (body: string, secondsAgo = 0) => ({
    'stripe-signature': new Stripe('sk_test_1').webhooks.generateTestHeaderString({
      payload: body,
      secret: SECRET,
      timestamp: Math.floor(Date.now() / 1_000) - secondsAgo,
    }),
  });

  it('are signed over the time and the raw body, and five minutes old at most', () => {
    const body = written('checkout.session.completed', session);
    expect(stripe.verifyWebhook(signed(body), body)).toBe('evt_1NG8Du2eZvKYlo2CUI79vXWy');
    expect(stripe.verifyWebhook(signed(body, 240), body)).not.toBeNull();
    expect(stripe.verifyWebhook(signed(body, 360), body)).toBeNull();
    expect(stripe.verifyWebhook(signed(body), JSON.stringify(JSON.parse(body)))).toBeNull();
    expect(stripe.verifyWebhook({}, body)).toBeNull();
  });

  it.each([
    ['checkout.session.completed', {}, 'paid'],
    ['checkout.session.completed', { payment_status: 'unpaid' }, null],
    ['checkout.session.async_payment_succeeded', {}, 'paid'],
    ['checkout.session.async_payment_failed', { payment_status: 'unpaid' }, 'declined'],
    ['checkout.session.expired', { payment_status: 'unpaid', status: 'expired' }, 'expired'],
  ])('%s with %j means %s', (type, given, status) => {
    const news = stripe.readWebhook(written(type, { ...session, ...given }));
    const about = { reference: session.id, paymentId: 'pay_1', amountMinor: 2_198n, currency: 'USD' };
    expect(news).toEqual(status ? { about: 'session', session: { ...about, status } } : null);
  });

  it('of other things mean nothing', () => {
    expect(stripe.readWebhook(written('payout.paid', { id: 'po_1' }))).toBeNull();
    expect(stripe.readWebhook('no json')).toBeNull();
  });
});

describe("Razorpay's webhooks", () => {
  const link = {
    accept_partial: false,
    amount: 10000,
    amount_paid: 10000,
    created_at: 1596890208,
    currency: 'INR',
    description: 'Payment Link created for policy no #222344',
    expire_by: 1598898599,
    id: 'plink_FOGqq3O6E5bkml',
    notes: { 'Policy Name': 'Jeevan Saral' },
    reference_id: 'pay_1',
    short_url: 'https://rzp.io/i/TkiTYgx',
    status: 'paid',
  };
  const body = JSON.stringify({
    account_id: 'acc_DKoeHMNpi0nC7k',
    contains: ['payment', 'order', 'payment_link'],
    created_at: 1596890208,
    entity: 'event',
    event: 'payment_link.paid',
    payload: { payment_link: { entity: link } },
  });
  const signature = createHmac('sha256', SECRET).update(body).digest('hex');

  it('are signed over the raw body alone: under another event id the same one is not new', () => {
    const id = razorpay.verifyWebhook({ 'x-razorpay-signature': signature, 'x-razorpay-event-id': 'a' }, body);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(razorpay.verifyWebhook({ 'x-razorpay-signature': signature, 'x-razorpay-event-id': 'b' }, body)).toBe(id);
    expect(razorpay.verifyWebhook({ 'x-razorpay-signature': signature }, `${body} `)).toBeNull();
    expect(razorpay.verifyWebhook({}, body)).toBeNull();
  });

  it('about a link mean that its payment is paid', () => {
    expect(razorpay.readWebhook(body)).toEqual({
      about: 'session',
      session: { reference: link.id, paymentId: 'pay_1', status: 'paid', amountMinor: 10_000n, currency: 'INR' },
    });
  });

  it('about a refund name it by its receipt', () => {
    const entity = {
      id: 'rfnd_FP8QHiV938haTz',
      entity: 'refund',
      amount: 500100,
      receipt: 'rfd_1',
      currency: 'INR',
      status: 'processed',
    };
    expect(
      razorpay.readWebhook(JSON.stringify({ event: 'refund.processed', payload: { refund: { entity } } })),
    ).toEqual({
      about: 'refund',
      refundId: 'rfd_1',
    });
  });
});

describe("Xendit's webhooks", () => {
  const callback = {
    id: '593f4ed1c3d3bb7f39733d83',
    external_id: 'pay_1',
    user_id: '5848fdf860053555135587e7',
    status: 'PAID',
    merchant_name: 'Xendit',
    amount: 2000000,
    paid_amount: 2000000,
    currency: 'IDR',
    payment_method: 'RETAIL_OUTLET',
    payment_channel: 'ALFAMART',
  };

  it('carry a fixed token', () => {
    const body = JSON.stringify(callback);
    expect(xendit.verifyWebhook({ 'x-callback-token': SECRET }, body)).toMatch(/^[0-9a-f]{64}$/);
    expect(xendit.verifyWebhook({ 'x-callback-token': `${SECRET}x` }, body)).toBeNull();
    expect(xendit.verifyWebhook({}, body)).toBeNull();
    expect(xendit.webhooks).toBe('token');
  });

  it('about an invoice count in whole rupiahs, about a refund name it by its reference', () => {
    expect(xendit.readWebhook(JSON.stringify(callback))).toMatchObject({
      about: 'session',
      session: { reference: callback.id, paymentId: 'pay_1', status: 'paid', amountMinor: 2_000_000n, currency: 'IDR' },
    });
    expect(xendit.readWebhook(JSON.stringify({ ...callback, amount: 10.5 }))).toBeNull();
    const data = { id: 'rfd-6f4a377d', reference_id: 'rfd_1', status: 'SUCCEEDED', amount: 10000, currency: 'PHP' };
    for (const shown of [data, { event: 'refund.succeeded', data }])
      expect(xendit.readWebhook(JSON.stringify({ event: 'refund.succeeded', data: shown }))).toEqual({
        about: 'refund',
        refundId: 'rfd_1',
      });
  });
});
