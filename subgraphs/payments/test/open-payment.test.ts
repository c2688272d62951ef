import { barrier, countStatements } from '@app/kernel/testing';
import { type Database, run } from '@app/kernel/work';
import { voidOrderPayment } from '../src/commands/call-off.ts';
import { type OpenPayment, openPayment } from '../src/commands/open-payment.ts';
import type { Tx } from '../src/db.ts';
import { SEND_REFUND } from '../src/domain/reconcile.ts';
import { openOrderPayment } from '../src/flows/open-payment.ts';
import { fill, opened, press, request, until, yes } from './support/acts.ts';
import { ADA } from './support/identities.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

/** What the first try of most payments is, and what those do that cannot be opened like that. */
const WAYS = {
  'in one statement': (asked: OpenPayment) => openOrderPayment(world.flowAs(ADA), asked),
  'with the order locked': (asked: OpenPayment) => world.as(ADA).does(openPayment, asked),
};

describe('opening the payment of an order', () => {
  it('answers with a page at the provider for half an hour', async () => {
    const payment = await opened(world);
    expect(payment).toMatchObject({
      status: 'PENDING',
      amountMinor: 2_500n,
      provider: 'sandbox',
      providerReference: expect.stringMatching(/^ses_/),
      url: `${world.bank.url}/pay/${payment.providerReference}`,
      expiresAt: new Date(payment.createdAt.getTime() + 1_800_000),
    });
    const page = await (await fetch(payment.url ?? '')).text();
    expect(page).toContain('25.00 EUR');
    expect(page).toContain('Order A-1');
  });

  it('opens one payment and one session, however often and however concurrently it is asked', async () => {
    const ask = () => openOrderPayment(world.flowAs(ADA), request(world));
    const answers = await Promise.all(Array.from({ length: 16 }, ask));
    const first = yes(await ask());
    expect(new Set(answers.map((answer) => yes(answer).providerReference))).toEqual(new Set([first.providerReference]));
    expect(await world.db.payment.count()).toBe(1);
    expect(await world.toldTypes()).toEqual(['payment.opened']);
  });

  it.each([
    ['amount', { amountMinor: 2_501n }],
    ['currency', { currency: 'USD' }],
    ['method', { method: 'CASH' as const }],
    ['customer', { customerId: 'usr_bob' }],
  ])('refuses the same order with another %s, and changes nothing', async (_what, other) => {
    const payment = await opened(world);
    const answer = await openOrderPayment(world.flowAs(ADA), request(world, other));
    expect(answer).toMatchObject({ ok: false, code: 'IDEMPOTENCY_CONFLICT' });
    expect(await world.payment(payment.id)).toEqual(payment);
    expect(await world.toldTypes()).toEqual(['payment.opened']);
  });

  it('keeps the payment when the provider is down, and a repeat makes it good', async () => {
    world.reconnect('http://127.0.0.1:1');
    const flow = world.flowAs(ADA);
    expect(await openOrderPayment(flow, request(world))).toMatchObject({
      ok: false,
      code: 'PROVIDER_UNAVAILABLE',
    });
    const [kept] = await world.db.payment.findMany();
    expect(kept).toMatchObject({ status: 'PENDING', url: null });
    world.reconnect(world.bank.url);
    expect(await opened(world)).toMatchObject({ id: kept?.id, url: expect.stringContaining('/pay/ses_') });
  });

  it('is refused for an order that was called off before', async () => {
    await world.as(ADA).does(voidOrderPayment, { orderId: 'ord_1' });
    const answer = await openOrderPayment(world.flowAs(ADA), request(world));
    expect(answer).toMatchObject({ ok: false, code: 'ORDER_CALLED_OFF' });
    expect(await world.db.payment.count()).toBe(0);
    expect(await world.told()).toEqual([]);
  });

  it.each(['in one statement', 'with the order locked'] as const)(
    '%s never stays open when it meets its calling off, whoever is first',
    async (way) => {
      for (let round = 0; round < 20; round++) {
        const orderId = `ord_race_${round}`;
        const together = barrier(2);
        const asked = request(world, { orderId, method: 'CASH' });
        const open = together().then(async () => WAYS[way](asked));
        const end = together().then(() => world.as(ADA).does(voidOrderPayment, { orderId }));
        await Promise.all([open, end]);
        const left = await world.db.payment.findUnique({ where: { orderId } });
        expect(left?.status ?? 'EXPIRED').toBe('EXPIRED');
      }
    },
  );
});

describe('opening a payment in one statement', () => {
  it('waits for a calling off that is not committed yet, and is refused', async () => {
    const flow = world.flowAs(ADA);
    let opening: Promise<unknown> = Promise.resolve();
    const beforeItsCommit = {
      $transaction: (body: (tx: Tx) => Promise<never>) =>
        world.db.$transaction(async (tx) => {
          const ended = await body(tx);
          opening = openOrderPayment(flow, request(world, { method: 'CASH' }));
          await new Promise((resolve) => setTimeout(resolve, 300));
          return ended;
        }),
    } as Database<Tx>;
    await run({ ...flow, db: beforeItsCommit }, voidOrderPayment, { orderId: 'ord_1' });
    expect(await opening).toMatchObject({ ok: false, code: 'ORDER_CALLED_OFF' });
    expect(await world.db.payment.count()).toBe(0);
  });
});

describe('the SQL statements of opening a payment', () => {
  it.each([
    ['ONLINE', 4],
    ['WALLET', 1],
    ['CASH', 1],
  ] as const)('%s: %i, BEGIN and COMMIT among them', async (method, count) => {
    await fill(world, ADA.id, '25.00');
    const { statements } = await countStatements(() => opened(world, { method }));
    expect(statements).toHaveLength(count);
  });
});

describe('paying from the wallet', () => {
  it('takes the money at once and tells that it is here', async () => {
    await fill(world, ADA.id, '100.00');
    const payment = await opened(world, { method: 'WALLET' });
    expect(payment).toMatchObject({ status: 'PAID', capturedAt: payment.createdAt, url: null, expiresAt: null });
    expect(await world.balance(ADA.id)).toBe(7_500n);
    expect((await world.toldTypes()).slice(2)).toEqual(['payment.captured']);
  });

  it('refuses more than there is, and changes nothing', async () => {
    await fill(world, ADA.id, '24.99');
    const before = await world.told();
    const answer = await openOrderPayment(world.flowAs(ADA), request(world, { method: 'WALLET' }));
    expect(answer).toMatchObject({ ok: false, code: 'INSUFFICIENT_FUNDS' });
    expect(await world.balance(ADA.id)).toBe(2_499n);
    expect(await world.db.payment.count()).toBe(1);
    expect(await world.told()).toEqual(before);
  });

  it.each(['in one statement', 'with the order locked'] as const)(
    '%s sells 100.00 to exactly ten of 32 payments of 10.00 at once',
    async (way) => {
      await fill(world, ADA.id, '100.00');
      const together = barrier(32);
      const buy = async (n: number) => {
        await together();
        return WAYS[way](request(world, { orderId: `ord_${n}`, method: 'WALLET', amountMinor: 1_000n }));
      };
      const answers = await Promise.all(Array.from({ length: 32 }, (_, n) => buy(n)));
      expect(answers.filter((answer) => answer.ok)).toHaveLength(10);
      expect(answers.filter((answer) => !answer.ok && answer.code === 'INSUFFICIENT_FUNDS')).toHaveLength(22);
      expect(await world.balance(ADA.id)).toBe(0n);
      expect(await world.db.payment.count({ where: { method: 'WALLET' } })).toBe(10);
    },
  );
});

describe('the payment of an order that is opened twice at once', () => {
  it('is paid once from the wallet, with one answer', async () => {
    await fill(world, ADA.id, '100.00');
    const together = barrier(16);
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => together().then(() => opened(world, { method: 'WALLET' }))),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await world.balance(ADA.id)).toBe(7_500n);
    expect((await world.toldTypes()).slice(2)).toEqual(['payment.captured']);
  });
});

describe('calling a payment off', () => {
  it('ends an unpaid one, closes its page, and does nothing when repeated', async () => {
    const { id, url } = await opened(world);
    await world.as(ADA).does(voidOrderPayment, { orderId: 'ord_1' });
    await world.as(ADA).does(voidOrderPayment, { orderId: 'ord_1' });
    await world.passes('payments.settle-session');
    expect(await world.payment(id)).toMatchObject({ status: 'EXPIRED' });
    expect(await (await fetch(`${url}/pay`, { method: 'POST' })).text()).toContain('This link has expired');
    expect(await world.toldTypes()).toEqual(['payment.opened', 'payment.expired']);
  });

  it('sends back what was taken', async () => {
    await fill(world, ADA.id, '30.00');
    const { id } = await opened(world, { method: 'WALLET' });
    await world.as(ADA).does(voidOrderPayment, { orderId: 'ord_1' });
    await world.as(ADA).does(voidOrderPayment, { orderId: 'ord_1' });
    expect(await world.payment(id)).toMatchObject({ status: 'REFUNDED', refundedMinor: 2_500n });
    expect(await world.balance(ADA.id)).toBe(3_000n);
    expect((await world.toldTypes()).slice(2)).toEqual(['payment.captured', 'payment.refunded']);
  });

  it('sends back what arrives afterwards', async () => {
    const payment = await opened(world);
    const open = world.deaf();
    await press(payment, 'pay');
    await world.as(ADA).does(voidOrderPayment, { orderId: 'ord_1' });
    open();
    await until('captured', async () => (await world.payment(payment.id)).status === 'PAID');
    await world.passes(SEND_REFUND);
    expect(await world.payment(payment.id)).toMatchObject({ status: 'REFUNDED', refundedMinor: 2_500n });
    expect(await world.toldTypes()).toEqual([
      'payment.opened',
      'payment.expired',
      'payment.captured',
      'payment.refunded',
    ]);
  });
});
