import { Webhook } from 'standardwebhooks';
import { failPayment } from '../src/commands/settle-unpaid.ts';
import { APPLY_WEBHOOK } from '../src/domain/reconcile.ts';
import { opened, press, until } from './support/acts.ts';
import { ADA } from './support/identities.ts';
import { openWorld, SECRET, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

type News = { id?: string; type?: string; sessionId?: string; reference: string; amount?: string; currency?: string };

/** A webhook as the provider writes it, signed with `secret` as of `at`. */
function written({ id = 'evt_1', type = 'session.paid', ...rest }: News, { secret = SECRET, at = new Date() } = {}) {
  const body = JSON.stringify({ id, type, data: { amount: '2500', currency: 'EUR', sessionId: 'unknown', ...rest } });
  const headers: Record<string, string> = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  return { body, headers };
}

const send = ({ body, headers }: { body: string; headers: Record<string, string> }) =>
  fetch(`${world.door.url}/webhooks/sandbox`, { method: 'POST', headers, body }).then(({ status }) => status);

const stored = () => world.db.webhookEvent.findMany({ orderBy: { eventId: 'asc' } });
const applied = (eventId: string) =>
  until(`${eventId} applied`, async () => (await stored()).some((e) => e.eventId === eventId && e.appliedAt !== null));
const statusOf = async (id: string) => (await world.payment(id)).status;

describe('paying at the provider', () => {
  it('captures the payment once, however often the button is pressed', async () => {
    const payment = await opened(world);
    expect((await press(payment, 'pay')).status).toBe(200);
    expect((await press(payment, 'pay')).status).toBe(200);
    await until('paid', async () => (await statusOf(payment.id)) === 'PAID');

    expect(await world.told()).toEqual([
      {
        type: 'payment.opened',
        payload: {
          paymentId: payment.id,
          orderId: 'ord_1',
          customerId: ADA.id,
          method: 'ONLINE',
          amountMinor: '2500',
          currency: 'EUR',
        },
      },
      {
        type: 'payment.captured',
        payload: {
          paymentId: payment.id,
          orderId: 'ord_1',
          customerId: ADA.id,
          method: 'ONLINE',
          amountMinor: '2500',
          currency: 'EUR',
        },
      },
    ]);
    expect(await stored()).toMatchObject([{ provider: 'sandbox', outcome: 'APPLIED', attempts: 1 }]);
    expect(await world.db.deadline.findMany()).toEqual([]);
  });

  it('fails the payment when the customer declines', async () => {
    const payment = await opened(world);
    await press(payment, 'decline');
    await until('failed', async () => (await statusOf(payment.id)) === 'FAILED');
    expect(await world.toldTypes()).toEqual(['payment.opened', 'payment.failed']);
  });

  it('captures although our door was closed for a while', async () => {
    const payment = await opened(world);
    const open = world.deaf();
    await press(payment, 'pay');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await stored()).toEqual([]);
    open();
    await until('paid', async () => (await statusOf(payment.id)) === 'PAID');
  });
});

describe('a webhook', () => {
  it.each([
    ['without a signature', (w: ReturnType<typeof written>) => ({ ...w, headers: {} }), 401],
    ['with another body', (w: ReturnType<typeof written>) => ({ ...w, body: w.body.replace('2500', '2501') }), 401],
    [
      're-serialised',
      (w: ReturnType<typeof written>) => ({ ...w, body: JSON.stringify(JSON.parse(w.body), null, 1) }),
      401,
    ],
    [
      'under another id',
      (w: ReturnType<typeof written>) => ({ ...w, headers: { ...w.headers, 'webhook-id': 'evt_2' } }),
      401,
    ],
    ['larger than 64 KB', (w: ReturnType<typeof written>) => ({ ...w, body: w.body + ' '.repeat(65 * 1024) }), 413],
  ])('%s is refused and not kept', async (_how, forge, status) => {
    const payment = await opened(world);
    const honest = written({ reference: payment.id, sessionId: payment.providerReference ?? '' });
    expect(await send(forge(honest))).toBe(status);
    expect(await stored()).toEqual([]);
    expect(await statusOf(payment.id)).toBe('PENDING');
  });

  it.each([
    ['signed with another secret', { secret: `whsec_${Buffer.alloc(32, 8).toString('base64')}` }],
    ['from ten minutes ago', { at: new Date(Date.now() - 600_000) }],
    ['from the future', { at: new Date(Date.now() + 600_000) }],
  ])('%s is refused and not kept', async (_how, how) => {
    const { id, providerReference } = await opened(world);
    expect(await send(written({ reference: id, sessionId: providerReference ?? '' }, how))).toBe(401);
    expect(await stored()).toEqual([]);
    expect(await statusOf(id)).toBe('PENDING');
  });

  it('is kept and applied once, also when it comes eight times at once', async () => {
    const { id, providerReference } = await opened(world);
    const one = written({ reference: id, sessionId: providerReference ?? '' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(one)));
    expect(answers).toEqual(Array(8).fill(200));
    await applied('evt_1');
    expect(await send(one)).toBe(200);
    await world.db.deadline.create({
      data: { kind: APPLY_WEBHOOK, subject: 'sandbox:evt_1', dueAt: new Date(), payload: {} },
    });
    await world.passes(APPLY_WEBHOOK);
    expect(await stored()).toMatchObject([{ eventId: 'evt_1', outcome: 'APPLIED', attempts: 1 }]);
    expect(await world.toldTypes()).toEqual(['payment.opened', 'payment.captured']);
  });

  it.each([
    ['a larger amount', { amount: '2501' }],
    ['a smaller amount', { amount: '1' }],
    ['another currency', { currency: 'JPY' }],
    ['another session', { sessionId: 'ses_of_somebody_else' }],
  ])('that is signed but names %s captures nothing', async (_what, lie) => {
    const { id, providerReference } = await opened(world);
    const said: unknown[] = [];
    const original = world.log.error;
    world.log.error = ((fields: unknown) => void said.push(fields)) as never;
    expect(await send(written({ reference: id, sessionId: providerReference ?? '', ...lie }))).toBe(200);
    await applied('evt_1');
    await until('security line', async () => said.length > 0);
    world.log.error = original;

    expect(said).toMatchObject([{ security: 'webhook-disagrees', eventId: 'evt_1' }]);
    expect(await stored()).toMatchObject([{ outcome: 'DISAGREES' }]);
    expect(await statusOf(id)).toBe('PENDING');
    expect(await world.toldTypes()).toEqual(['payment.opened']);
  });

  it('settles the same in any order: money counts, also after a decline', async () => {
    const { id, providerReference } = await opened(world);
    const about = { reference: id, sessionId: providerReference ?? '' };
    await send(written({ ...about, id: 'evt_2', type: 'session.declined' }));
    await applied('evt_2');
    await send(written({ ...about, id: 'evt_1', type: 'session.paid' }));
    await applied('evt_1');
    await send(written({ ...about, id: 'evt_3', type: 'session.expired' }));
    await applied('evt_3');
    expect(await statusOf(id)).toBe('PAID');
    expect(await world.toldTypes()).toEqual(['payment.opened', 'payment.failed', 'payment.captured']);
  });

  it('about a payment that is not known yet waits for it', async () => {
    expect(await send(written({ reference: 'pay_later' }))).toBe(200);
    await until('tried', async () => (await stored())[0]?.attempts === 1);
    expect(await stored()).toMatchObject([{ outcome: 'UNKNOWN_PAYMENT', appliedAt: null }]);

    const { id } = await opened(world);
    await world.pool.query(`UPDATE "Payment" SET "id" = 'pay_later', "providerReference" = 'unknown' WHERE "id" = $1`, [
      id,
    ]);
    await world.passes(APPLY_WEBHOOK);
    expect(await statusOf('pay_later')).toBe('PAID');
    expect(await world.deadlines(APPLY_WEBHOOK)).toEqual([]);
  });

  it('that was kept but not applied, because the process ended, is applied by its deadline', async () => {
    const { id, providerReference } = await opened(world);
    const one = written({ reference: id, sessionId: providerReference ?? '' });
    await world.db.webhookEvent.create({
      data: { provider: 'sandbox', eventId: 'evt_1', body: one.body, receivedAt: new Date() },
    });
    await world.db.deadline.create({
      data: { kind: APPLY_WEBHOOK, subject: 'sandbox:evt_1', dueAt: new Date(), payload: {} },
    });
    await world.passes(APPLY_WEBHOOK);
    expect(await statusOf(id)).toBe('PAID');
  });

  it('that says no changes nothing once the money is here', async () => {
    const { id } = await opened(world);
    await press(await world.payment(id), 'pay');
    await until('paid', async () => (await statusOf(id)) === 'PAID');
    await world.as(ADA).does(failPayment, { paymentId: id, reason: 'LATE' });
    expect(await statusOf(id)).toBe('PAID');
    expect(await world.toldTypes()).toEqual(['payment.opened', 'payment.captured']);
  });
});
