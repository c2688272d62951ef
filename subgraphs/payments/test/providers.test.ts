import { openPayment } from '../src/commands/open-payment.ts';
import { refundPayment } from '../src/commands/refund-payment.ts';
import type { PaymentRow } from '../src/db.ts';
import { SEND_REFUND, SETTLE_SESSION } from '../src/domain/reconcile.ts';
import { openSession, openWithSession } from '../src/flows/open-session.ts';
import { opened, request, until } from './support/acts.ts';
import { ADA, ADMIN } from './support/identities.ts';
import { razorpayStandIn } from './support/stand-ins/razorpay.ts';
import type { Bank } from './support/stand-ins/server.ts';
import { stripeStandIn } from './support/stand-ins/stripe.ts';
import { xenditStandIn } from './support/stand-ins/xendit.ts';
import { openWorld, type World } from './support/world.ts';

describe.each([
  ['stripe', stripeStandIn],
  ['razorpay', razorpayStandIn],
  ['xendit', xenditStandIn],
])('%s', (name, start) => {
  let bank: Bank;
  let world: World;
  beforeAll(async () => {
    bank = await start();
    const preferred = { PAYMENTS_PREFERRED_PROVIDER: bank.name, PAYMENTS_RETURN_URL: 'https://shop.example/paid' };
    world = await openWorld({ settings: { ...bank.settings, ...preferred } });
  });
  beforeEach(() => {
    bank.refundsBegin('done');
    return world.reset();
  });
  afterAll(async () => {
    await world.close();
    await bank.close();
  });

  const open = () => opened(world, { currency: bank.currency });
  const statusOf = async (id: string) => (await world.payment(id)).status;
  const hear = (hook: { headers: Record<string, string>; body: string }) =>
    fetch(`${world.door.url}/webhooks/${name}`, { method: 'POST', ...hook }).then(({ status }) => status);
  const reference = ({ providerReference }: PaymentRow) => providerReference ?? '';
  const applied = (count: number) =>
    until(
      'applied',
      async () => (await world.db.webhookEvent.count({ where: { appliedAt: { not: null } } })) === count,
    );
  /** A payment whose money is there and here. */
  async function paid(): Promise<PaymentRow> {
    const payment = await open();
    bank.pay(reference(payment));
    await world.passes(SETTLE_SESSION);
    return world.payment(payment.id);
  }
  const refund = (paymentId: string, amount: string | null, idempotencyKey: string) =>
    world.as(ADMIN).does(refundPayment, { paymentId, amount, idempotencyKey });

  it('opens one page for a payment, in its own format, and finds it again', async () => {
    const payment = await open();
    expect(payment).toMatchObject({ provider: name, status: 'PENDING', url: expect.stringMatching(/^https:/) });
    const { paymentId, ...rest } = { paymentId: payment.id, ...payment };
    const again = await world
      .flowAs(ADA)
      .providers.named(name)
      .createSession({
        ...rest,
        paymentId,
        expiresAt: payment.expiresAt ?? new Date(),
      });
    expect(again.reference).toBe(payment.providerReference);
    expect(bank.sessionsOf(payment.id)).toBe(1);
    const [asked] = bank.asked.filter(({ method }) => method === 'POST');
    expect(decodeURIComponent(asked?.body ?? '')).toContain(payment.id);
    expect(asked?.body).not.toMatch(/card|cvc/i);
  });

  it('opens one page although the answer to the first request was lost', async () => {
    bank.lose(1);
    const answer = await openWithSession(world.flowAs(ADA), openPayment, request(world, { currency: bank.currency }));
    await world.pool.query(`UPDATE "Payment" SET "sessionLeasedUntil" = NULL`);
    await world.passes(SETTLE_SESSION);
    const [payment] = await world.db.payment.findMany();
    expect(payment?.url).toMatch(/^https:/);
    expect(bank.sessionsOf(payment?.id ?? '')).toBe(1);
    if (!answer.ok) expect(answer.code).toBe('PROVIDER_UNAVAILABLE');
  });

  it('captures by webhook once, however often it comes', async () => {
    const payment = await open();
    bank.pay(reference(payment));
    const hook = bank.paidHook(reference(payment));
    expect(await Promise.all([hear(hook), hear(hook), hear(hook)])).toEqual([200, 200, 200]);
    await applied(1);
    expect(await statusOf(payment.id)).toBe('PAID');
    expect(await world.toldTypes()).toEqual(['payment.opened', 'payment.captured']);
    expect(await world.db.webhookEvent.count()).toBe(1);
  });

  it('answers 401 to a webhook without its secret, and keeps nothing', async () => {
    const payment = await open();
    bank.pay(reference(payment));
    const { headers, body } = bank.paidHook(reference(payment));
    const [[header = '', value = '']] = Object.entries(headers) as [[string, string]];
    expect(await hear({ headers: {}, body })).toBe(401);
    expect(await hear({ headers: { ...headers, [header]: `${value.slice(0, -4)}0000` }, body })).toBe(401);
    if (name !== 'xendit') expect(await hear({ headers, body: body.replace('"amount', ' "amount') })).toBe(401);
    expect(await world.db.webhookEvent.count()).toBe(0);
    expect(await statusOf(payment.id)).toBe('PENDING');
  });

  it('is asked by the reconciler about what no webhook has told, and closes a page whose time is over', async () => {
    expect((await paid()).status).toBe('PAID');
    await world.reset();
    const late = await open();
    await world.pool.query(`UPDATE "Payment" SET "expiresAt" = now() - interval '1 second'`);
    await world.passes(SETTLE_SESSION);
    expect(await statusOf(late.id)).toBe('EXPIRED');
  });

  it('keeps money that came while its page was being closed', async () => {
    const payment = await open();
    bank.pay(reference(payment));
    await world.pool.query(`UPDATE "Payment" SET "expiresAt" = now() - interval '1 second'`);
    await world.passes(SETTLE_SESSION);
    expect(await statusOf(payment.id)).toBe('PAID');
  });

  it('gives back a part and the rest, each once although an answer is lost', async () => {
    const payment = await paid();
    await refund(payment.id, '10.00', 'a');
    bank.lose(2);
    await world.passes(SEND_REFUND);
    await world.passes(SEND_REFUND);
    await refund(payment.id, null, 'b');
    await world.passes(SEND_REFUND);
    expect(await world.payment(payment.id)).toMatchObject({ status: 'REFUNDED', refundedMinor: 2_500n });
    const there = bank.refunds().slice(-2);
    const unit = name === 'xendit' ? 1 : 100;
    expect(there.map(({ amount }) => amount)).toEqual([10 * unit, 15 * unit]);
    expect(there.map(({ refundId }) => refundId)).toEqual(
      (await world.db.refund.findMany({ orderBy: { createdAt: 'asc' } })).map(({ id }) => id),
    );
  });

  it.each([
    ['done', 'PARTIALLY_REFUNDED', 'DONE', 0n],
    ['failed', 'PAID', 'FAILED', 1_000n],
  ] as const)('waits for a refund that is %s later, and hears of it by webhook', async (ends, status, state, back) => {
    bank.refundsBegin('pending');
    const payment = await paid();
    await refund(payment.id, '10.00', 'a');
    await world.passes(SEND_REFUND);
    const [row] = await world.db.refund.findMany();
    expect(row).toMatchObject({ state: 'PENDING', providerReference: expect.any(String) });

    expect(await hear(bank.endRefund(row?.id ?? '', ends))).toBe(200);
    await applied(1);
    await world.passes(SEND_REFUND);
    expect(await world.db.refund.findMany()).toMatchObject([{ state }]);
    expect(await statusOf(payment.id)).toBe(status);
    expect((await world.payment(payment.id)).refundDueMinor).toBe(1_000n - back);
  });

  it('fails a payment that it does not take', async () => {
    const provider = world.flowAs(ADA).providers.named(name);
    const payment = await open();
    await world.pool.query(`UPDATE "Payment" SET "providerReference" = NULL, "url" = NULL WHERE "id" = $1`, [
      payment.id,
    ]);
    const refusing = { ...provider, createSession: () => provider.getSession('nothing-of-the-kind') };
    const flow = world.flowAs(ADA);
    const row = await world.payment(payment.id);
    await world.pool.query(`UPDATE "Payment" SET "sessionLeasedUntil" = NULL`);
    await expect(
      openSession({ ...flow, providers: { ...flow.providers, named: () => refusing } }, row),
    ).rejects.toThrow(/answered 40/);
    expect(await statusOf(payment.id)).toBe('FAILED');
  });
});
