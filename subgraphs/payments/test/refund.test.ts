import { barrier } from '@app/kernel/testing';
import { refundPayment } from '../src/commands/refund-payment.ts';
import type { PaymentRow } from '../src/db.ts';
import { SEND_REFUND } from '../src/domain/reconcile.ts';
import { captured, fill, opened, press, until } from './support/acts.ts';
import { ADA, ADMIN } from './support/identities.ts';
import { API_KEY, openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

/** A payment that was really paid at the provider. */
async function paid(): Promise<PaymentRow> {
  const payment = await opened(world);
  await press(payment, 'pay');
  await until('paid', async () => (await world.payment(payment.id)).status === 'PAID');
  return world.payment(payment.id);
}

const refund = (paymentId: string, amount: string | null, idempotencyKey: string) =>
  world.as(ADMIN).does(refundPayment, { paymentId, amount, idempotencyKey });

const atProvider = async ({ providerReference }: PaymentRow): Promise<string> => {
  const url = `${world.bank.url}/v1/sessions/${providerReference}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${API_KEY}` } });
  return ((await answer.json()) as { refunded: string }).refunded;
};

const cancelled = (given: object) => ({
  orderId: 'ord_1',
  sellerOrderId: 'sor_1',
  businessId: 'biz_bistro',
  customerId: ADA.id,
  reason: 'REJECTED',
  refundMinor: '1000',
  currency: 'EUR',
  lines: [],
  ...given,
});

describe('a refund an admin asks for', () => {
  it('goes back through the provider, and is told when it has', async () => {
    const payment = await paid();
    expect(await refund(payment.id, '10.00', 'one')).toMatchObject({ ok: true, value: { refundedMinor: 0n } });
    await world.passes(SEND_REFUND);
    expect(await world.payment(payment.id)).toMatchObject({ status: 'PARTIALLY_REFUNDED', refundedMinor: 1_000n });

    await refund(payment.id, null, 'the rest');
    await world.passes(SEND_REFUND);
    expect(await world.payment(payment.id)).toMatchObject({ status: 'REFUNDED', refundedMinor: 2_500n });
    expect(await atProvider(payment)).toBe('2500');
    const told = (await world.told()).filter(({ type }) => type === 'payment.refunded');
    expect(told.map(({ payload }) => payload)).toMatchObject([
      { paymentId: payment.id, amountMinor: '1000', refundedMinor: '1000', fully: false, currency: 'EUR' },
      { paymentId: payment.id, amountMinor: '1500', refundedMinor: '2500', fully: true, currency: 'EUR' },
    ]);
  });

  it('is one refund under one key, and another input under it is refused', async () => {
    const payment = await paid();
    const together = barrier(8);
    const ask = () => together().then(() => refund(payment.id, '10.00', 'one'));
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(await world.db.refund.count()).toBe(1);
    expect(await refund(payment.id, '11.00', 'one')).toMatchObject({ ok: false, code: 'IDEMPOTENCY_CONFLICT' });
    expect((await world.payment(payment.id)).refundDueMinor).toBe(1_000n);
  });

  it('never gives back more than was paid, three at once', async () => {
    const payment = await paid();
    const together = barrier(3);
    const ask = (key: string) => together().then(() => refund(payment.id, '10.00', key));
    const answers = await Promise.all(['a', 'b', 'c'].map(ask));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(2);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'REFUND_TOO_LARGE')).toHaveLength(1);
    await world.passes(SEND_REFUND);
    expect(await world.payment(payment.id)).toMatchObject({ refundedMinor: 2_000n, refundDueMinor: 2_000n });
    expect(await atProvider(payment)).toBe('2000');
  });

  it.each([
    ['more than is left', '25.01', 'REFUND_TOO_LARGE'],
    ['nothing', '0.00', 'INVALID_INPUT'],
    ['less than nothing', '-5.00', 'INVALID_INPUT'],
    ['a fraction of a cent', '1.001', 'INVALID_INPUT'],
    ['no number', 'all of it', 'INVALID_INPUT'],
  ])('is refused for %s, and nothing changes', async (_what, amount, code) => {
    const payment = await captured(world);
    const told = await world.told();
    expect(await refund(payment.id, amount, 'one')).toMatchObject({ ok: false, code });
    expect(await world.payment(payment.id)).toEqual(payment);
    expect(await world.db.refund.count()).toBe(0);
    expect(await world.told()).toEqual(told);
  });

  it('is refused where nothing was paid, and where there is no payment', async () => {
    const { id } = await opened(world);
    expect(await refund(id, null, 'one')).toMatchObject({ ok: false, code: 'NOT_REFUNDABLE' });
    expect(await refund('pay_none', null, 'two')).toMatchObject({ ok: false, code: 'PAYMENT_NOT_FOUND' });
  });

  it('is sent once although the process ended before it knew', async () => {
    const payment = await paid();
    await refund(payment.id, '10.00', 'one');
    const [row] = await world.db.refund.findMany();
    const provider = world.flowAs(ADA).providers.named('sandbox');
    await provider.refund({
      refundId: row?.id ?? '',
      paymentId: payment.id,
      currency: 'EUR',
      reference: payment.providerReference ?? '',
      amountMinor: 1_000n,
      reason: 'ASKED_BY_ADMIN',
    });
    await world.passes(SEND_REFUND);
    expect(await atProvider(payment)).toBe('1000');
    expect(await world.payment(payment.id)).toMatchObject({ refundedMinor: 1_000n });
  });

  it('is taken back when the provider will never send it', async () => {
    const payment = await captured(world); // Nobody paid at the provider, so it has nothing to give back.
    await refund(payment.id, '10.00', 'one');
    await world.passes(SEND_REFUND);
    expect(await world.db.refund.findMany()).toMatchObject([{ state: 'FAILED' }]);
    expect(await world.payment(payment.id)).toMatchObject({ status: 'PAID', refundDueMinor: 0n, refundedMinor: 0n });
  });

  it('waits while the provider is down', async () => {
    const payment = await paid();
    await refund(payment.id, '10.00', 'one');
    world.reconnect('http://127.0.0.1:1');
    await world.passes(SEND_REFUND);
    expect(await world.db.refund.findMany()).toMatchObject([{ state: 'PENDING' }]);
    world.reconnect(world.bank.url);
    await world.passes(SEND_REFUND);
    expect(await world.db.refund.findMany()).toMatchObject([{ state: 'DONE' }]);
  });

  it('of a top-up leaves the wallet first, and not more than is in it', async () => {
    const topUp = await fill(world, ADA.id, '50.00');
    await opened(world, { method: 'WALLET', amountMinor: 4_000n });
    expect(await refund(topUp.id, null, 'all')).toMatchObject({ ok: false, code: 'INSUFFICIENT_FUNDS' });
    expect(await refund(topUp.id, '10.00', 'ten')).toMatchObject({ ok: true });
    expect(await world.balance(ADA.id)).toBe(0n);
  });
});

describe('when a part of an order is cancelled', () => {
  it('refunds that part once, however often it is told', async () => {
    await fill(world, ADA.id, '25.00');
    const { id } = await opened(world, { method: 'WALLET' });
    await world.hears('seller-order.cancelled', cancelled({}), 'evt_1');
    await world.hears('seller-order.cancelled', cancelled({}), 'evt_1');
    await world.hears('seller-order.cancelled', cancelled({}), 'evt_2');
    expect(await world.payment(id)).toMatchObject({ status: 'PARTIALLY_REFUNDED', refundedMinor: 1_000n });
    expect(await world.balance(ADA.id)).toBe(1_000n);
  });

  it('refunds all parts, and an order.refund-due after that finds nothing left', async () => {
    await fill(world, ADA.id, '25.00');
    const { id } = await opened(world, { method: 'WALLET' });
    await world.hears('seller-order.cancelled', cancelled({}));
    await world.hears('seller-order.cancelled', cancelled({ sellerOrderId: 'sor_2', refundMinor: '1500' }));
    await world.hears('order.refund-due', {
      orderId: 'ord_1',
      paymentId: id,
      amountMinor: '2500',
      currency: 'EUR',
      reason: 'LATE',
    });
    expect(await world.payment(id)).toMatchObject({ status: 'REFUNDED', refundedMinor: 2_500n });
    expect(await world.balance(ADA.id)).toBe(2_500n);
    expect((await world.toldTypes()).filter((type) => type === 'payment.refunded')).toHaveLength(2);
  });

  it('refunds nothing of an online payment that nobody has paid', async () => {
    const { id } = await opened(world);
    await world.hears('seller-order.cancelled', cancelled({}));
    await world.hears('order.cancelled', { orderId: 'ord_1', customerId: ADA.id, reason: 'CHANGED_MIND', paid: false });
    expect(await world.payment(id)).toMatchObject({ status: 'EXPIRED', refundDueMinor: 0n });
  });

  it('sends money back that arrives for an order that cannot use it', async () => {
    const { id } = await opened(world);
    await world.hears('order.cancelled', { orderId: 'ord_1', customerId: ADA.id, reason: 'UNPAID', paid: false });
    await captured(world);
    await world.hears('order.refund-due', {
      orderId: 'ord_1',
      paymentId: id,
      amountMinor: '2500',
      currency: 'EUR',
      reason: 'LATE',
    });
    expect(await world.payment(id)).toMatchObject({ status: 'PAID', refundDueMinor: 2_500n });
    expect(await world.toldTypes()).toEqual(['payment.opened', 'payment.expired', 'payment.captured']);
  });
});

describe('cash', () => {
  it('is here when the order is delivered, less what was called off; what goes back goes to the wallet', async () => {
    const { id } = await opened(world, { method: 'CASH' });
    await world.hears('seller-order.cancelled', cancelled({}));
    await world.hears('order.delivered', { orderId: 'ord_1', customerId: ADA.id }, 'evt_1');
    await world.hears('order.delivered', { orderId: 'ord_1', customerId: ADA.id }, 'evt_2');
    expect(await world.payment(id)).toMatchObject({ status: 'PAID', amountMinor: 1_500n });
    expect((await world.told()).slice(1)).toMatchObject([
      { type: 'payment.captured', payload: { amountMinor: '1500' } },
    ]);

    await refund(id, '5.00', 'cold food');
    expect(await world.balance(ADA.id)).toBe(500n);
    expect(await world.payment(id)).toMatchObject({ status: 'PARTIALLY_REFUNDED' });
  });

  it('is not asked for when its order is cancelled', async () => {
    const { id } = await opened(world, { method: 'CASH' });
    await world.hears('order.cancelled', { orderId: 'ord_1', customerId: ADA.id, reason: 'CHANGED_MIND', paid: false });
    expect(await world.payment(id)).toMatchObject({ status: 'EXPIRED' });
  });

  it('of an order that is paid otherwise is not taken on delivery', async () => {
    const { id } = await opened(world);
    await world.hears('order.delivered', { orderId: 'ord_1', customerId: ADA.id });
    expect(await world.payment(id)).toMatchObject({ status: 'PENDING' });
  });
});
