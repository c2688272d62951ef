import { split } from '@app/kernel/money';
import fc from 'fast-check';
import { refundPayment } from '../src/commands/refund-payment.ts';
import { takeBackRefund } from '../src/commands/settle-refund.ts';
import { commissionOf, divide, recover } from '../src/domain/sale.ts';
import { captured, opened, yes } from './support/acts.ts';
import { balances, delivered, expectSoundBooks } from './support/books.ts';
import { ADA, ADMIN } from './support/identities.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const bistro = { sellerOrderId: 'sor_1', businessId: 'biz_bistro' };
const pizza = { sellerOrderId: 'sor_2', businessId: 'biz_pizza', courierUserId: null };
const refund = async (paymentId: string, amount: string, idempotencyKey = amount) =>
  yes(await world.as(ADMIN).does(refundPayment, { paymentId, amount, idempotencyKey }));

describe('a delivered part', () => {
  it('pays business, courier and platform, to the cent', async () => {
    await captured(world, { amountMinor: 2_599n });
    await delivered(world, { ...bistro, total: 2_599, subtotal: 2_005, fee: 250, tip: 100 });
    expect(await balances(world)).toEqual({
      'BUSINESS_PAYABLE:biz_bistro:EUR': 2_599 - 250 - 100 - 201,
      'COMMISSION:platform:EUR': 201,
      'COURIER_PAYABLE:usr_courier:EUR': 350,
      'ORDER_CLEARING:platform:EUR': 0,
      'PROVIDER_CLEARING:sandbox:EUR': -2_599,
    });
    await expectSoundBooks(world);
  });

  it('pays once, however often it is told, also under another event', async () => {
    await captured(world);
    const told = { ...bistro, total: 2_500, subtotal: 2_000, fee: 250 };
    await delivered(world, told);
    const before = await balances(world);
    await delivered(world, told);
    expect(await balances(world)).toEqual(before);
  });

  it('leaves fee and tip with the business when no courier carried it', async () => {
    await captured(world);
    await delivered(world, { ...pizza, total: 2_500, subtotal: 2_000, fee: 250, tip: 50 });
    expect(await balances(world)).toMatchObject({ 'BUSINESS_PAYABLE:biz_pizza:EUR': 2_300 });
    expect(await world.db.ledgerBalance.count({ where: { kind: 'COURIER_PAYABLE' } })).toBe(0);
  });

  it('is not divided twice by hand either', async () => {
    await captured(world);
    await delivered(world, { ...bistro, total: 2_500, subtotal: 2_000 });
    const again = `INSERT INTO "LedgerEntry" ("id", "kind", "subject", "bookedAt") VALUES ('led_x', 'SALE', 'sor_1', now())`;
    await expect(world.pool.query(again)).rejects.toThrow('LedgerEntry_kind_subject_key');
  });
});

describe('cash', () => {
  it('is owed by the courier who took it, part by part', async () => {
    const { id } = await opened(world, { method: 'CASH', amountMinor: 4_000n });
    await delivered(world, { ...bistro, total: 2_500, subtotal: 2_000, fee: 250, tip: 50 });
    expect(await balances(world)).toMatchObject({
      'COURIER_CASH:usr_courier:EUR': -2_500,
      'COURIER_PAYABLE:usr_courier:EUR': 300,
      'ORDER_CLEARING:platform:EUR': 0,
    });
    expect(await world.payment(id)).toMatchObject({ status: 'PENDING' });
    await delivered(world, { ...pizza, total: 1_500, subtotal: 1_500 });
    await world.hears('order.delivered', { orderId: 'ord_1', customerId: ADA.id });
    expect(await balances(world)).toMatchObject({
      'CASH_CLEARING:couriers:EUR': -1_500,
      'COURIER_CASH:usr_courier:EUR': -2_500,
      'ORDER_CLEARING:platform:EUR': 0,
    });
    expect(await world.payment(id)).toMatchObject({ status: 'PAID' });
    await expectSoundBooks(world);
  });

  it('finds its courier also when the order was told first', async () => {
    await opened(world, { method: 'CASH' });
    await world.hears('order.delivered', { orderId: 'ord_1', customerId: ADA.id });
    await delivered(world, { ...bistro, total: 2_500, subtotal: 2_000 });
    expect(await balances(world)).toMatchObject({
      'CASH_CLEARING:couriers:EUR': 0,
      'COURIER_CASH:usr_courier:EUR': -2_500,
      'ORDER_CLEARING:platform:EUR': 0,
    });
    await expectSoundBooks(world);
  });
});

describe('a refund after delivery', () => {
  it('is taken back from business and platform in proportion, and the courier keeps theirs', async () => {
    const { id } = await captured(world);
    await delivered(world, { ...bistro, total: 2_500, subtotal: 2_000, fee: 250 });
    await refund(id, '10.00');
    expect(await balances(world)).toMatchObject({
      'BUSINESS_PAYABLE:biz_bistro:EUR': 2_050 - 911,
      'COMMISSION:platform:EUR': 200 - 89,
      'COURIER_PAYABLE:usr_courier:EUR': 250,
      'ORDER_CLEARING:platform:EUR': 0,
    });
    await refund(id, '15.00');
    expect(await balances(world)).toMatchObject({
      'BUSINESS_PAYABLE:biz_bistro:EUR': 0,
      'COMMISSION:platform:EUR': -250,
      'COURIER_PAYABLE:usr_courier:EUR': 250,
      'ORDER_CLEARING:platform:EUR': 0,
    });
    await expectSoundBooks(world);
  });

  it('comes to the same when it was promised before delivery', async () => {
    const { id } = await captured(world);
    await refund(id, '10.00');
    await delivered(world, { ...bistro, total: 2_500, subtotal: 2_000, fee: 250 });
    expect(await balances(world)).toMatchObject({
      'BUSINESS_PAYABLE:biz_bistro:EUR': 2_050 - 911,
      'COMMISSION:platform:EUR': 200 - 89,
      'ORDER_CLEARING:platform:EUR': 0,
    });
  });

  it('returns to them when the provider never sends it', async () => {
    const { id } = await captured(world);
    await delivered(world, { ...bistro, total: 2_500, subtotal: 2_000, fee: 250 });
    const before = await balances(world);
    await refund(id, '10.00');
    const [row] = await world.db.refund.findMany();
    await world.as(ADMIN).does(takeBackRefund, { refundId: row?.id ?? '' });
    expect(await balances(world)).toEqual({ ...before, 'REFUND_CLEARING:platform:EUR': 0 });
  });
});

describe('splitting', () => {
  const minor = fc.bigInt(0n, 10n ** 12n);
  const sum = (all: readonly bigint[]) => all.reduce((total, each) => total + each, 0n);

  it('never loses a cent and is off by less than one, whatever the weights', () => {
    void fc.assert(
      fc.property(minor, fc.array(minor, { minLength: 1, maxLength: 20 }), (amount, weights) => {
        const shares = split(amount, weights);
        expect(sum(shares)).toBe(amount);
        const whole = sum(weights);
        const off = shares.map((share, at) => share * whole - amount * (weights[at] ?? 0n));
        expect(off.every((each) => whole === 0n || (each < whole && each > -whole))).toBe(true);
      }),
    );
  });

  it('divides a sale into what was paid for it, with nobody below zero', () => {
    const parts = fc.record({
      gross: minor,
      subtotal: minor,
      fee: minor,
      tip: minor,
      points: fc.integer({ min: 0, max: 10_000 }),
    });
    void fc.assert(
      fc.property(parts, fc.boolean(), ({ gross, subtotal, fee, tip, points }, carried) => {
        const totalMinor = gross + fee + tip;
        const amounts = { totalMinor, subtotalMinor: subtotal, deliveryFeeMinor: fee, tipMinor: tip };
        const sale = { ...bistro, courierId: carried ? 'usr_courier' : null, ...amounts };
        const movements = divide(sale, commissionOf(sale, points));
        const change = (kind: string) =>
          sum(
            movements.map(
              ({ from, to, amountMinor: by }) => (to.kind === kind ? by : 0n) - (from.kind === kind ? by : 0n),
            ),
          );
        expect(change('ORDER_CLEARING')).toBe(-totalMinor);
        const got = ['BUSINESS_PAYABLE', 'COURIER_PAYABLE', 'COMMISSION'].map(change);
        expect(sum(got)).toBe(totalMinor);
        expect(got.every((each) => each >= 0n)).toBe(true);
      }),
    );
  });

  it('takes back exactly what is missing, and from no business more than it has', () => {
    void fc.assert(
      fc.property(minor, fc.array(minor, { maxLength: 8 }), minor, (missing, businesses, commission) => {
        const holdings = [
          { kind: 'ORDER_CLEARING' as const, ownerId: 'platform', minor: -missing },
          { kind: 'COMMISSION' as const, ownerId: 'platform', minor: commission },
          ...businesses.map((each, at) => ({ kind: 'BUSINESS_PAYABLE' as const, ownerId: `biz_${at}`, minor: each })),
        ];
        const back = recover(holdings);
        expect(sum(back.map(({ amountMinor }) => amountMinor))).toBe(missing);
        for (const { from, amountMinor } of back.filter(({ from: { kind } }) => kind === 'BUSINESS_PAYABLE'))
          expect(amountMinor).toBeLessThanOrEqual(businesses[Number(from.ownerId.slice(4))] ?? -1n);
      }),
    );
  });
});
