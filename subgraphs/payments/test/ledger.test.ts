import { voidOrderPayment } from '../src/commands/call-off.ts';
import { openPayment } from '../src/commands/open-payment.ts';
import { refundPayment } from '../src/commands/refund-payment.ts';
import { SEND_REFUND } from '../src/domain/reconcile.ts';
import { captured, fill, opened, press, request, until } from './support/acts.ts';
import { balances, expectSoundBooks } from './support/books.ts';
import { ADA, ADMIN, BOB } from './support/identities.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

describe('the ledger', () => {
  it('books each movement where it belongs', async () => {
    await fill(world, ADA.id, '100.00');
    await opened(world, { orderId: 'ord_wallet', method: 'WALLET', amountMinor: 3_000n });
    await captured(world, { orderId: 'ord_online', amountMinor: 2_000n });
    await opened(world, { orderId: 'ord_cash', method: 'CASH', amountMinor: 1_000n });
    await world.hears('order.delivered', { orderId: 'ord_cash', customerId: ADA.id });
    expect(await balances(world)).toEqual({
      'CASH_CLEARING:couriers:EUR': -1_000,
      'CUSTOMER_WALLET:usr_ada:EUR': 7_000,
      'ORDER_CLEARING:platform:EUR': 6_000,
      'PROVIDER_CLEARING:sandbox:EUR': -12_000,
    });
    await expectSoundBooks(world);
  });

  it('is sound after refunds of every kind, sent, waiting and taken back', async () => {
    await fill(world, ADA.id, '100.00');
    const wallet = await opened(world, { orderId: 'ord_w', method: 'WALLET', amountMinor: 3_000n });
    const unsendable = await captured(world, { orderId: 'ord_u' });
    const sendable = await opened(world, { orderId: 'ord_s' });
    await press(sendable, 'pay');
    await until('paid', async () => (await world.payment(sendable.id)).status === 'PAID');
    await world.as(ADA).does(voidOrderPayment, { orderId: 'ord_w' });
    const refund = (paymentId: string, amount: string, key: string) =>
      world.as(ADMIN).does(refundPayment, { paymentId, amount, idempotencyKey: key });
    await refund(sendable.id, '10.00', 'a');
    await refund(unsendable.id, '5.00', 'b');
    await expectSoundBooks(world);
    await world.passes(SEND_REFUND);
    await refund(sendable.id, '1.00', 'c');
    await refund(wallet.id, '1.00', 'd');
    await expectSoundBooks(world);
    expect(await balances(world)).toEqual({
      'CUSTOMER_WALLET:usr_ada:EUR': 10_000,
      'ORDER_CLEARING:platform:EUR': 3_900,
      'PROVIDER_CLEARING:sandbox:EUR': -14_000,
      'REFUND_CLEARING:platform:EUR': 100,
    });
  });

  it('is sound after many buy, cancel and refund at once', async () => {
    for (const { id } of [ADA, BOB]) await fill(world, id, '60.00');
    const round = async (n: number) => {
      const customerId = n % 2 ? ADA.id : BOB.id;
      const orderId = `ord_${n}`;
      const open = request(world, { orderId, customerId, method: 'WALLET', amountMinor: 1_000n });
      const answer = await world.as(ADA).does(openPayment, open);
      if (n % 3 === 0) await world.as(ADA).does(voidOrderPayment, { orderId });
      if (n % 4 === 0 && answer.ok)
        await world
          .as(ADMIN)
          .does(refundPayment, { paymentId: answer.value.id, amount: '4.00', idempotencyKey: `r${n}` });
    };
    await Promise.all(Array.from({ length: 40 }, (_, n) => round(n)));
    await expectSoundBooks(world);
  });

  it.each([
    ['a line', `UPDATE "LedgerLine" SET "amountMinor" = 1`],
    ['a line away', `DELETE FROM "LedgerLine"`],
    ['an entry', `UPDATE "LedgerEntry" SET "kind" = 'CASH'`],
    ['an entry away', `DELETE FROM "LedgerEntry"`],
    ['an account', `UPDATE "LedgerAccount" SET "ownerId" = 'somebody'`],
  ])('lets nobody change %s', async (_what, sql) => {
    await captured(world);
    await expect(world.pool.query(sql)).rejects.toThrow('append-only');
  });

  it.each([
    [
      'does not sum to zero',
      `INSERT INTO "LedgerLine" SELECT "entryId", 3, "accountId", "currency", 1 FROM "LedgerLine" LIMIT 1`,
    ],
    [
      'has no lines',
      `INSERT INTO "LedgerEntry" SELECT 'led_x', "kind", "paymentId", NULL, now(), NULL FROM "LedgerEntry" LIMIT 1`,
    ],
  ])('commits no entry that %s', async (why, sql) => {
    await captured(world);
    await expect(world.pool.query(sql)).rejects.toThrow(why);
  });

  it('commits no wallet below zero and no refund above what was paid', async () => {
    await fill(world, ADA.id, '10.00');
    await expect(world.pool.query(`UPDATE "Wallet" SET "balanceMinor" = -1`)).rejects.toThrow('Wallet_balance_check');
    await expect(world.pool.query(`UPDATE "Payment" SET "refundDueMinor" = 1001`)).rejects.toThrow(
      'Payment_refunds_check',
    );
    await expect(world.pool.query(`UPDATE "Payment" SET "refundedMinor" = 1`)).rejects.toThrow('Payment_refunds_check');
  });
});
