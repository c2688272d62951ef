import type { Result } from '@app/kernel/result';
import { barrier } from '@app/kernel/testing';
import type { Viewer } from '@app/kernel/viewer';
import { setCommission } from '../src/commands/commission-rules.ts';
import { openTopUp } from '../src/commands/open-top-up.ts';
import { payPayout } from '../src/commands/pay-payout.ts';
import { preparePayout } from '../src/commands/prepare-payout.ts';
import { refundPayment } from '../src/commands/refund-payment.ts';
import { captured, yes } from './support/acts.ts';
import { delivered } from './support/books.ts';
import { ADA, ADMIN, BOB } from './support/identities.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterEach(() => world.pool.query(`DELETE FROM "CommissionRule" WHERE "id" <> 'crl_standard'`));
afterAll(() => world.close());

type Answer = Result<{ id: string }>;
/** Asks once; `other`: for something else. */
type Ask = (key: string, given?: { viewer?: Viewer; other?: boolean }) => Promise<Answer>;

const ROOT = { ...ADMIN, id: 'usr_root' };
const soon = new Date(Date.now() + 3_600_000);
const later = new Date(Date.now() + 7_200_000);
const period = { periodStart: new Date('2026-01-01T00:00:00Z'), periodEnd: new Date() };
const seller = { party: 'BUSINESS' as const, partyId: 'biz_bistro', currency: 'EUR' };
const sold = async () => {
  const payment = await captured(world);
  await delivered(world, { sellerOrderId: 'sor_1', businessId: 'biz_bistro', total: 2_500, subtotal: 2_000 });
  return payment;
};
const statement = async () => {
  await sold();
  const request = { ...seller, ...period, periodEnd: new Date(), idempotencyKey: 'before' };
  return yes(await world.as(ADMIN).does(preparePayout, request));
};

/** Every mutation that moves money: what it acts on, how it is asked, what it leaves behind once. */
const MUTATIONS: [name: string, open: () => Promise<Ask>, effects: () => Promise<number>][] = [
  [
    'walletTopUp',
    async () =>
      (idempotencyKey, { viewer = ADA, other } = {}) => {
        const input = { amount: other ? '21.00' : '20.00', currencyCode: 'EUR', idempotencyKey, terms: world.terms };
        return world.as(viewer).does(openTopUp, input);
      },
    () => world.db.payment.count(),
  ],
  [
    'paymentRefund',
    async () => {
      const { id: paymentId } = await captured(world);
      return (idempotencyKey, { viewer = ADMIN, other } = {}) =>
        world.as(viewer).does(refundPayment, { paymentId, amount: other ? '2.00' : '1.00', idempotencyKey });
    },
    () => world.db.refund.count(),
  ],
  [
    'commissionRuleSet',
    async () =>
      (idempotencyKey, { viewer = ADMIN, other } = {}) => {
        const rule = { businessId: viewer.id, basisPoints: other ? 800 : 700, effectiveFrom: other ? later : soon };
        return world.as(viewer).does(setCommission, { ...rule, idempotencyKey });
      },
    () => world.db.commissionRule.count({ where: { NOT: { id: 'crl_standard' } } }),
  ],
  [
    'payoutPrepare',
    async () => {
      await sold();
      const periodEnd = new Date();
      return (idempotencyKey, { viewer = ADMIN, other } = {}) => {
        const periodStart = other ? new Date('2026-02-01T00:00:00Z') : period.periodStart;
        return world.as(viewer).does(preparePayout, { ...seller, periodStart, periodEnd, idempotencyKey });
      };
    },
    () => world.db.payout.count(),
  ],
  [
    'payoutPay',
    async () => {
      const { id: payoutId } = await statement();
      return (idempotencyKey, { viewer = ADMIN, other } = {}) =>
        world.as(viewer).does(payPayout, { payoutId, reference: other ? 'SEPA 2' : 'SEPA 1', idempotencyKey });
    },
    () => world.db.ledgerEntry.count({ where: { kind: 'PAYOUT' } }),
  ],
];

describe.each(MUTATIONS)('%s', (_name, open, effects) => {
  it('answers one key the same, while the first is still running and afterwards, with one effect', async () => {
    const ask = await open();
    const together = barrier(6);
    const answers = await Promise.all(Array.from({ length: 6 }, () => together().then(() => ask('key'))));
    expect(new Set([...answers, await ask('key')].map((answer) => yes(answer).id)).size).toBe(1);
    expect(await effects()).toBe(1);
  });

  it('refuses the key for another input, and changes nothing', async () => {
    const ask = await open();
    yes(await ask('key'));
    const told = await world.told();
    expect(await ask('key', { other: true })).toMatchObject({ ok: false, code: 'IDEMPOTENCY_CONFLICT' });
    expect(await effects()).toBe(1);
    expect(await world.told()).toEqual(told);
  });

  it('keeps the keys of one caller from those of another', async () => {
    const ask = await open();
    yes(await ask('key'));
    const viewer = _name === 'walletTopUp' ? BOB : ROOT;
    const answer = await ask('key', { viewer, other: true });
    expect(answer).not.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });
});
