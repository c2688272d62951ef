import { barrier } from '@app/kernel/testing';
import { completePayment } from '../src/commands/complete-payment.ts';
import { openTopUp } from '../src/commands/open-top-up.ts';
import { expirePayment } from '../src/commands/settle-unpaid.ts';
import { opened, yes } from './support/acts.ts';
import { ADA } from './support/identities.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const complete = (paymentId: string) => world.as(ADA).does(completePayment, { paymentId });

describe('capturing a payment', () => {
  it('happens once when the webhook, the reconciler and six more say so at the same moment', async () => {
    const input = { amount: '20.00', currencyCode: 'EUR', idempotencyKey: 'one', terms: world.terms };
    const { id } = yes(await world.as(ADA).does(openTopUp, input));
    const together = barrier(8);
    const answers = await Promise.all(Array.from({ length: 8 }, () => together().then(() => complete(id))));
    expect(answers.map((answer) => answer.ok && answer.value.status)).toEqual(Array(8).fill('PAID'));
    expect(await world.balance(ADA.id)).toBe(2_000n);
    expect(await world.db.ledgerEntry.count()).toBe(1);
    expect(await world.toldTypes()).toEqual(['payment.opened', 'payment.captured']);
  });

  it('counts late money, and says so', async () => {
    const { id } = await opened(world);
    await world.as(ADA).does(expirePayment, { paymentId: id });
    expect(await complete(id)).toMatchObject({ ok: true, value: { status: 'PAID' } });
    expect(await world.toldTypes()).toEqual(['payment.opened', 'payment.expired', 'payment.captured']);
  });

  it('is refused for a payment that does not exist', async () => {
    expect(await complete('pay_none')).toMatchObject({ ok: false, code: 'PAYMENT_NOT_FOUND' });
    expect(await world.told()).toEqual([]);
  });
});
