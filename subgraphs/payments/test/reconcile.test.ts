import { openPayment } from '../src/commands/open-payment.ts';
import { nextLook, nextTry, SETTLE_SESSION } from '../src/domain/reconcile.ts';
import { openWithSession } from '../src/flows/open-session.ts';
import { opened, press, request } from './support/acts.ts';
import { ADA } from './support/identities.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const backdate = (id: string) =>
  world.pool.query(`UPDATE "Payment" SET "expiresAt" = now() - interval '1 second' WHERE "id" = $1`, [id]);

describe('the reconciler', () => {
  it('finds money that no webhook has told of', async () => {
    const payment = await opened(world);
    const open = world.deaf();
    await press(payment, 'pay');
    await world.passes(SETTLE_SESSION);
    expect((await world.payment(payment.id)).status).toBe('PAID');
    expect(await world.toldTypes()).toEqual(['payment.opened', 'payment.captured']);
    expect(await world.deadlines(SETTLE_SESSION)).toEqual([]);
    open();
  });

  it('asks later again while the page is open', async () => {
    const payment = await opened(world);
    await world.passes(SETTLE_SESSION);
    const [next] = await world.deadlines(SETTLE_SESSION);
    expect(next?.dueAt.getTime()).toBeGreaterThan(Date.now() + 55_000);
    expect((await world.payment(payment.id)).status).toBe('PENDING');
  });

  it('closes the page at the provider when the time is over, and takes nothing there any more', async () => {
    const payment = await opened(world);
    await backdate(payment.id);
    await world.passes(SETTLE_SESSION);
    await press(payment, 'pay');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await world.payment(payment.id)).status).toBe('EXPIRED');
    expect(await world.toldTypes()).toEqual(['payment.opened', 'payment.expired']);
  });

  it('keeps money that came in the last second, although the time is over', async () => {
    const payment = await opened(world);
    const open = world.deaf();
    await press(payment, 'pay');
    await backdate(payment.id);
    await world.passes(SETTLE_SESSION);
    expect((await world.payment(payment.id)).status).toBe('PAID');
    open();
  });

  it('opens the page that was never opened, because the process ended after its commit', async () => {
    world.reconnect('http://127.0.0.1:1');
    await openWithSession(world.flowAs(ADA), openPayment, request(world));
    world.reconnect(world.bank.url);
    await world.passes(SETTLE_SESSION);
    expect(await world.db.payment.findMany()).toMatchObject([
      { status: 'PENDING', url: expect.stringContaining('/pay/ses_') },
    ]);
  });

  it('tries on when the provider does not answer', async () => {
    const payment = await opened(world);
    world.reconnect('http://127.0.0.1:1');
    await world.passes(SETTLE_SESSION);
    expect(await world.deadlines(SETTLE_SESSION)).toMatchObject([{ attempts: 1 }]);
    world.reconnect(world.bank.url);
    await press(payment, 'decline');
    await world.passes(SETTLE_SESSION);
    expect((await world.payment(payment.id)).status).toBe('FAILED');
  });

  it('believes no amount but ours', async () => {
    const payment = await opened(world);
    await world.pool.query(`UPDATE "Payment" SET "amountMinor" = 2400 WHERE "id" = $1`, [payment.id]);
    const open = world.deaf();
    await press(payment, 'pay');
    await world.passes(SETTLE_SESSION);
    expect((await world.payment(payment.id)).status).toBe('PENDING');
    open();
  });
});

describe('when to look again', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 12) + seconds * 1_000);
  it.each([
    [60, 120],
    [120, 240],
    [700, 1_400],
    [1_400, 1_800],
  ])('%i seconds after the start: at %i', (now, next) => {
    expect(nextLook({ createdAt: at(0), expiresAt: at(1_800) }, at(now), 60)).toEqual(at(next));
  });

  it.each([
    [0, 0, 2],
    [10, 3, 26],
    [100_000, 30, 103_600],
    [3 * 86_400 + 1, 60, null],
  ])('for a webhook %i seconds old after %i attempts', (age, attempts, next) => {
    expect(nextTry({ receivedAt: at(0), attempts }, at(age))).toEqual(next === null ? null : at(next));
  });
});
