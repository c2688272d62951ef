import { APPLY_WEBHOOK, SETTLE_SESSION } from '../src/domain/reconcile.ts';
import { openSession } from '../src/flows/open-session.ts';
import { opened, until } from './support/acts.ts';
import { ADA } from './support/identities.ts';
import type { Bank } from './support/stand-ins/server.ts';
import { xenditStandIn } from './support/stand-ins/xendit.ts';
import { openWorld, type World } from './support/world.ts';

let bank: Bank;
let world: World;
beforeAll(async () => {
  bank = await xenditStandIn();
  world = await openWorld({ settings: { ...bank.settings, PAYMENTS_PREFERRED_PROVIDER: 'xendit' } });
});
beforeEach(() => world.reset());
afterAll(async () => {
  await world.close();
  await bank.close();
});

const open = () => opened(world, { currency: bank.currency });
const hear = (hook: { headers: Record<string, string>; body: string }) =>
  fetch(`${world.door.url}/webhooks/xendit`, { method: 'POST', ...hook }).then(({ status }) => status);
const outcome = async () => (await world.db.webhookEvent.findFirst())?.outcome;

describe('a webhook with the right token', () => {
  it('that claims money which the provider has not got captures nothing', async () => {
    const payment = await open();
    expect(await hear(bank.paidHook(payment.providerReference ?? ''))).toBe(200);
    await until('looked at', async () => (await outcome()) === 'NOT_CONFIRMED');
    expect((await world.payment(payment.id)).status).toBe('PENDING');
    expect(await world.toldTypes()).toEqual(['payment.opened']);
  });

  it('that names an invoice which the provider does not know captures nothing', async () => {
    const payment = await open();
    const { headers, body } = bank.paidHook(payment.providerReference ?? '');
    await hear({ headers, body: body.replaceAll(payment.providerReference ?? '', '000000000000000000000000') });
    await until('looked at', async () => (await outcome()) === 'NOT_CONFIRMED');
    expect((await world.payment(payment.id)).status).toBe('PENDING');
  });

  it('whose body lends one payment the paid invoice of another captures neither by its word', async () => {
    const [mine, theirs] = [await open(), await opened(world, { orderId: 'ord_2', currency: bank.currency })];
    bank.pay(theirs.providerReference ?? '');
    const { headers, body } = bank.paidHook(theirs.providerReference ?? '');
    await hear({ headers, body: body.replaceAll(theirs.id, mine.id) });
    await until('looked at', async () => (await outcome()) === 'APPLIED');
    expect((await world.payment(mine.id)).status).toBe('PENDING');
    expect((await world.payment(theirs.id)).status).toBe('PAID');
  });

  it('waits when the provider cannot be asked, and is applied later', async () => {
    const payment = await open();
    bank.pay(payment.providerReference ?? '');
    const hook = bank.paidHook(payment.providerReference ?? '');
    const get = world.flowAs(ADA).providers.named('xendit') as { getSession: unknown };
    const real = get.getSession;
    get.getSession = () => Promise.reject(new Error('away'));
    expect(await hear(hook)).toBe(200);
    await world.passes(APPLY_WEBHOOK);
    expect(await outcome()).toBeNull();
    get.getSession = real;
    await world.passes(APPLY_WEBHOOK);
    expect(await outcome()).toBe('APPLIED');
    expect((await world.payment(payment.id)).status).toBe('PAID');
  });
});

describe('a page that two ask for at once', () => {
  it('is opened once: the other is told to come back', async () => {
    const payment = await open();
    await world.pool.query(
      `UPDATE "Payment" SET "providerReference" = NULL, "sessionLeasedUntil" = now() + interval '15 seconds'`,
    );
    const row = await world.payment(payment.id);
    const before = bank.asked.length;
    await expect(openSession(world.flowAs(ADA), row)).rejects.toThrow('is being opened');
    expect(bank.asked).toHaveLength(before);
    await world.pool.query(`UPDATE "Payment" SET "sessionLeasedUntil" = now() - interval '1 second'`);
    await world.passes(SETTLE_SESSION);
    expect((await world.payment(payment.id)).providerReference).toBe(payment.providerReference);
  });
});
