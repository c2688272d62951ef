import { barrier } from '@app/kernel/testing';
import { setCommission } from '../src/commands/commission-rules.ts';
import { payPayout } from '../src/commands/pay-payout.ts';
import { preparePayout } from '../src/commands/prepare-payout.ts';
import { captured, opened, yes } from './support/acts.ts';
import { balances, delivered, expectSoundBooks } from './support/books.ts';
import { ADMIN, BISTRO, COURIER, PIZZA } from './support/identities.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterEach(() => world.pool.query(`DELETE FROM "CommissionRule" WHERE "id" <> 'crl_standard'`));
afterAll(() => world.close());

const bistro = { party: 'BUSINESS' as const, partyId: 'biz_bistro' };
const courier = { party: 'COURIER' as const, partyId: COURIER.id };
const longAgo = new Date('2026-01-01T00:00:00Z');
let asked = 0;
const prepare = (whose: typeof bistro | typeof courier, given: { from?: Date; to?: Date; key?: string } = {}) => {
  const { from: periodStart = longAgo, to: periodEnd = new Date(), key: idempotencyKey = `key-${asked++}` } = given;
  return world.as(ADMIN).does(preparePayout, { ...whose, periodStart, periodEnd, idempotencyKey, currency: 'EUR' });
};
const pay = (payoutId: string, idempotencyKey = `key-${asked++}`) =>
  world.as(ADMIN).does(payPayout, { payoutId, reference: 'SEPA 1', idempotencyKey });

async function sell(n: number, given: { method?: 'CASH'; total?: number } = {}): Promise<void> {
  const { total = 2_500, ...how } = given;
  const part = { orderId: `ord_${n}`, sellerOrderId: `sor_${n}`, businessId: 'biz_bistro' };
  if (how.method) await opened(world, { ...how, orderId: part.orderId, amountMinor: BigInt(total) });
  else await captured(world, { orderId: part.orderId, amountMinor: BigInt(total) });
  await delivered(world, { ...part, total, subtotal: 2_000, fee: 300 });
}

describe('a statement', () => {
  it('counts a business’s sales and commission, and is paid once', async () => {
    await sell(1);
    await sell(2);
    const payout = yes(await prepare(bistro));
    expect(payout).toMatchObject({
      salesMinor: 4_400n,
      commissionMinor: -400n,
      netMinor: 4_000n,
      payableMinor: 4_000n,
    });
    const together = barrier(4);
    const answers = await Promise.all([1, 2, 3, 4].map(() => together().then(() => pay(payout.id))));
    expect(answers.map((answer) => (answer.ok ? answer.value.state : answer.code)).sort()).toEqual([
      ...Array(3).fill('ALREADY_PAID'),
      'PAID',
    ]);
    expect(await balances(world)).toMatchObject({
      'BUSINESS_PAYABLE:biz_bistro:EUR': 0,
      'PAYOUT_CLEARING:platform:EUR': 4_000,
    });
    expect((await world.toldTypes()).filter((type) => type === 'payout.paid')).toHaveLength(1);
    await expectSoundBooks(world);
  });

  it('counts a line once: eight at once write one statement, and the next has only what is new', async () => {
    await sell(1);
    const to = new Date();
    const together = barrier(8);
    const answers = await Promise.all(Array.from({ length: 8 }, () => together().then(() => prepare(bistro, { to }))));
    expect(new Set(answers.map((answer) => yes(answer).id)).size).toBe(1);
    expect(await prepare(bistro, { from: to })).toMatchObject({ ok: false, code: 'NOTHING_DUE' });
    await sell(2);
    expect(await prepare(bistro)).toMatchObject({ ok: false, code: 'PERIOD_TAKEN' });
    expect(yes(await prepare(bistro, { from: to }))).toMatchObject({ netMinor: 2_000n });
  });

  it('takes a line that committed late into the next period, though it was booked in the last', async () => {
    await sell(1);
    const to = new Date();
    yes(await prepare(bistro, { to }));
    const book = `WITH e AS (INSERT INTO "LedgerEntry" ("id", "kind", "bookedAt") VALUES ('led_late', 'SALE', '2026-02-01'))
      INSERT INTO "LedgerLine" ("entryId", "position", "accountId", "currency", "amountMinor") VALUES
      ('led_late', 1, 'ORDER_CLEARING:platform:EUR', 'EUR', -7), ('led_late', 2, 'BUSINESS_PAYABLE:biz_bistro:EUR', 'EUR', 7)`;
    await world.pool.query(book);
    expect(yes(await prepare(bistro, { from: to }))).toMatchObject({ salesMinor: 7n, netMinor: 7n });
  });

  it('settles a courier’s cash against what they earned, and leaves the rest to the next one', async () => {
    await sell(1, { method: 'CASH' });
    const to = new Date();
    const first = yes(await prepare(courier, { to }));
    expect(first).toMatchObject({ feesMinor: 300n, cashMinor: -2_500n, netMinor: -2_200n, payableMinor: 0n });
    expect(await balances(world)).toMatchObject({
      'COURIER_CASH:usr_courier:EUR': -2_200,
      'COURIER_PAYABLE:usr_courier:EUR': 0,
    });
    for (const n of [2, 3, 4, 5, 6, 7, 8, 9]) await sell(n);
    const second = yes(await prepare(courier, { from: to }));
    expect(second).toMatchObject({ openingMinor: -2_200n, feesMinor: 2_400n, netMinor: 200n, payableMinor: 200n });
    yes(await pay(second.id));
    expect(await balances(world)).toMatchObject({
      'COURIER_CASH:usr_courier:EUR': 0,
      'COURIER_PAYABLE:usr_courier:EUR': 0,
      'PAYOUT_CLEARING:platform:EUR': 200,
    });
    await expectSoundBooks(world);
  });

  it.each([
    [
      'is not changed',
      `UPDATE "Payout" SET "payableMinor" = 1, "netMinor" = 1, "openingMinor" = "openingMinor" + 1 - "netMinor"`,
      'told once',
    ],
    ['is not removed', `DELETE FROM "Payout"`, 'told once'],
    ['sums up', `UPDATE "Payout" SET "salesMinor" = 1`, 'told once'],
    [
      'counts no line again',
      `INSERT INTO "PayoutLine" SELECT "entryId", "position", 'pyo_x' FROM "PayoutLine"`,
      'PayoutLine_pkey',
    ],
    [
      'has no period begun twice',
      `INSERT INTO "Payout" SELECT 'pyo_x', "party", "partyId", "currency", "periodStart", now(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 'PREPARED', NULL, now(), NULL FROM "Payout"`,
      'periodStart_key',
    ],
  ])('%s by hand', async (_what, sql, why) => {
    await sell(1);
    yes(await prepare(bistro));
    await expect(world.pool.query(sql)).rejects.toThrow(why);
  });
});

describe('commission', () => {
  const agree = (given: { businessId?: string; basisPoints: number; effectiveFrom: Date }) =>
    world.as(ADMIN).does(setCommission, { ...given, idempotencyKey: `rule-${asked++}` });
  const soon = () => new Date(Date.now() + 60_000);

  it('is what was agreed when the part was delivered', async () => {
    const rule = (businessId: string, basisPoints: number, effectiveFrom: string) =>
      world.db.commissionRule.create({
        data: { id: `crl_${asked++}`, businessId, basisPoints, effectiveFrom, createdAt: new Date(), createdBy: 'x' },
      });
    await rule('biz_bistro', 500, '2026-03-01T00:00:00Z');
    await rule('biz_bistro', 2_000, '2030-01-01T00:00:00Z');
    await rule('*', 9_000, '2026-06-01T00:00:00Z');
    await sell(1);
    expect(await world.db.sale.findMany()).toMatchObject([{ commissionBasisPoints: 500, commissionMinor: 100n }]);
  });

  it('is agreed from now on, once for a moment, and not backwards', async () => {
    const effectiveFrom = soon();
    expect(await agree({ businessId: 'biz_bistro', basisPoints: 700, effectiveFrom })).toMatchObject({ ok: true });
    expect(await agree({ businessId: 'biz_bistro', basisPoints: 800, effectiveFrom })).toMatchObject({
      code: 'RULE_EXISTS',
    });
    expect(await agree({ basisPoints: 800, effectiveFrom: longAgo })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await agree({ basisPoints: 10_001, effectiveFrom })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await world.db.commissionRule.count()).toBe(2);
  });
});

describe('who reads statements', () => {
  const LIST = /* GraphQL */ `
    query ($party: PayoutParty!, $partyId: ID, $first: Int, $after: String) {
      payouts(party: $party, partyId: $partyId, first: $first, after: $after) {
        edges { cursor node { id net { amount } lines(first: 1) { edges { node { kind amount { amount } sellerOrderId } } pageInfo { hasNextPage } } } }
        pageInfo { hasNextPage }
      }
    }
  `;
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

  it('the business, the courier and admins; page by page; nobody else', async () => {
    await sell(1);
    const to = new Date();
    yes(await prepare(bistro, { to }));
    await sell(2);
    yes(await prepare(bistro, { from: to }));
    yes(await prepare(courier));
    const { data } = await world.as(BISTRO).asks(LIST, { ...bistro, first: 1 });
    const [edge] = plain(data).payouts.edges;
    expect(plain(data).payouts).toMatchObject({ pageInfo: { hasNextPage: true } });
    expect(edge.node).toMatchObject({
      net: { amount: '20.00' },
      lines: { edges: [{ node: { kind: 'COMMISSION', amount: { amount: '-2.00' }, sellerOrderId: 'sor_2' } }] },
    });
    const rest = await world.as(BISTRO).asks(LIST, { ...bistro, after: edge.cursor });
    expect(plain(rest.data).payouts).toMatchObject({ edges: [{}], pageInfo: { hasNextPage: false } });
    const own = await world.as(COURIER).asks(LIST, { party: 'COURIER' });
    expect(plain(own.data).payouts.edges).toMatchObject([{ node: { net: { amount: '6.00' } } }]);
    for (const stranger of [PIZZA, COURIER]) {
      const { errors } = await world.as(stranger).asks(LIST, bistro);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(plain((await world.as(ADMIN).asks(LIST, bistro)).data).payouts.edges).toHaveLength(2);
  });
});
