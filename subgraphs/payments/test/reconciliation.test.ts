import { refundPayment } from '../src/commands/refund-payment.ts';
import type { PaymentRow } from '../src/db.ts';
import { SEND_REFUND } from '../src/domain/reconcile.ts';
import { dayBefore, nextDaily, RECONCILE, RECONCILE_DAILY } from '../src/domain/reconciliation.ts';
import { planDaily } from '../src/jobs/reconcile.ts';
import { ProviderUnavailable } from '../src/provider/port.ts';
import { captured, opened, press, until } from './support/acts.ts';
import { ADA, ADMIN } from './support/identities.ts';
import { ORDERS, openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const RECONCILE_NOW = /* GraphQL */ `
  mutation ($input: PaymentReconcileInput!) {
    paymentReconcile(input: $input) { reconciliation { id provider finishedAt } userErrors { code path } }
  }
`;
const REPORT = /* GraphQL */ `
  query ($id: ID!, $first: Int, $after: String, $kind: [PaymentDifferenceKind!]) {
    paymentReconciliation(id: $id) {
      finishedAt compared
      differences(first: $first, after: $after, kind: $kind) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { node { kind about payment { id } refundId reference here { amount } there { amount } thereStatus } }
      }
    }
  }
`;

let begun = new Date();
beforeEach(() => {
  begun = new Date();
});
let keys = 0;
/** The report over what this test has done, once it is finished. */
async function report(variables: object = {}) {
  keys += 1;
  const input = {
    provider: 'SANDBOX',
    from: begun.toISOString(),
    to: new Date().toISOString(),
    idempotencyKey: `k${keys}`,
  };
  const asked = await world.as(ADMIN).asks(RECONCILE_NOW, { input });
  const { id } = (asked.data as { paymentReconcile: { reconciliation: { id: string } } }).paymentReconcile
    .reconciliation;
  for (let pages = 0; pages < 20 && (await world.deadlines(RECONCILE)).length > 0; pages++)
    await world.passes(RECONCILE);
  const answer = await world.as(ADMIN).asks(REPORT, { id, ...variables });
  expect(answer.errors).toBeUndefined();
  const found = JSON.parse(JSON.stringify(answer.data)).paymentReconciliation;
  expect(found.finishedAt).not.toBeNull();
  return {
    id,
    compared: found.compared,
    ...found.differences,
    nodes: found.differences.edges.map((e: { node: object }) => e.node),
  };
}

async function paid(orderId = 'ord_1'): Promise<PaymentRow> {
  const payment = await opened(world, { orderId });
  await press(payment, 'pay');
  await until('paid', async () => (await world.payment(payment.id)).status === 'PAID');
  return world.payment(payment.id);
}
const refund = async ({ id }: PaymentRow) => {
  await world.as(ADMIN).does(refundPayment, { paymentId: id, amount: '10.00', idempotencyKey: 'r' });
  await world.passes(SEND_REFUND);
};

describe('a comparison', () => {
  it('of what agrees lists nothing', async () => {
    await refund(await paid());
    await opened(world, { orderId: 'ord_2' });
    expect(await report()).toMatchObject({ compared: 2, totalCount: 0, nodes: [] });
    expect(await world.db.reconciliationMatch.count()).toBe(0);
  });

  it('lists money that the provider has and the ledger has not', async () => {
    const open = world.deaf();
    const payment = await opened(world);
    await press(payment, 'pay');
    expect((await report()).nodes).toEqual([
      {
        kind: 'MISSING_HERE',
        about: 'PAYMENT',
        payment: { id: payment.id },
        refundId: null,
        reference: payment.providerReference,
        here: null,
        there: { amount: '25.00' },
        thereStatus: 'paid',
      },
    ]);
    open();
  });

  it('lists money that the ledger has and the provider has not', async () => {
    const payment = await captured(world); // Nobody paid at the provider.
    expect((await report()).nodes).toMatchObject([
      {
        kind: 'MISSING_THERE',
        payment: { id: payment.id },
        here: { amount: '25.00' },
        there: null,
        thereStatus: 'open',
      },
    ]);
  });

  it('lists another amount', async () => {
    const open = world.deaf();
    const payment = await opened(world);
    await press(payment, 'pay');
    await world.pool.query(`UPDATE "Payment" SET "amountMinor" = 2400 WHERE "id" = $1`, [payment.id]);
    await captured(world, { amountMinor: 2_500n });
    expect((await report()).nodes).toMatchObject([
      { kind: 'AMOUNT_DIFFERS', here: { amount: '24.00' }, there: { amount: '25.00' } },
    ]);
    open();
  });

  it('lists a session of ours paid a second time elsewhere, and a refund that failed after all', async () => {
    const payment = await paid();
    await refund(payment);
    const provider = world.flowAs(ADA).providers.named('sandbox') as { getRefund: unknown; records: unknown };
    const { records, getRefund } = provider;
    const [row] = await world.db.refund.findMany();
    const amount = { amountMinor: 1_000n, currency: 'EUR' };
    provider.records = ({ about }: { about: string }) =>
      Promise.resolve({
        next: null,
        records:
          about === 'REFUND'
            ? [{ reference: row?.providerReference, ourId: row?.id, status: 'failed', ...amount }]
            : [{ reference: 'ses_second', ourId: payment.id, status: 'paid', amountMinor: 2_500n, currency: 'EUR' }],
      });
    const { nodes } = await report();
    Object.assign(provider, { records, getRefund });
    expect(nodes).toMatchObject([
      { kind: 'MISSING_HERE', about: 'PAYMENT', payment: null, reference: 'ses_second' },
      { kind: 'STATUS_DIFFERS', about: 'REFUND', refundId: row?.id, thereStatus: 'failed', here: { amount: '10.00' } },
    ]);
  });

  it('is pages by cursor, and by kind', async () => {
    for (const orderId of ['ord_1', 'ord_2', 'ord_3']) await captured(world, { orderId });
    const first = await report({ first: 2 });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const answer = await world.as(ADMIN).asks(REPORT, { id: first.id, first: 2, after: first.pageInfo.endCursor });
    const { differences } = (
      answer.data as { paymentReconciliation: { differences: { edges: object[]; pageInfo: object } } }
    ).paymentReconciliation;
    expect(differences.edges).toHaveLength(1);
    expect(differences.pageInfo).toMatchObject({ hasNextPage: false });
    expect(await report({ kind: ['MISSING_HERE'] })).toMatchObject({ totalCount: 0, nodes: [] });
  });

  it('goes on after a crash, and lists each difference once although a page is looked at again', async () => {
    await captured(world);
    const provider = world.flowAs(ADA).providers.named('sandbox') as { getSession: unknown };
    const real = provider.getSession;
    let asked = 0;
    provider.getSession = () => {
      asked += 1;
      throw new ProviderUnavailable('away');
    };
    const input = {
      provider: 'SANDBOX',
      from: begun.toISOString(),
      to: new Date().toISOString(),
      idempotencyKey: 'crash',
    };
    await world.as(ADMIN).asks(RECONCILE_NOW, { input });
    for (let pages = 0; pages < 4; pages++) await world.passes(RECONCILE);
    expect(asked).toBeGreaterThan(0);
    expect(await world.db.reconciliation.findMany()).toMatchObject([{ step: 'OUR_PAYMENTS', finishedAt: null }]);
    provider.getSession = real;
    const [half] = await world.db.reconciliation.findMany();
    for (let pages = 0; pages < 4; pages++) await world.passes(RECONCILE);
    await world.pool.query(`UPDATE "Reconciliation" SET "step" = $1`, [half?.step]);
    await world.db.deadline.create({
      data: { kind: RECONCILE, subject: half?.id ?? '', dueAt: new Date(), payload: {} },
    });
    for (let pages = 0; pages < 4; pages++) await world.passes(RECONCILE);
    expect(await world.db.reconciliationDifference.count()).toBe(1);
  });
});

describe('asking for a comparison', () => {
  const ask = (given: object, viewer = ADMIN) => {
    const input = {
      provider: 'SANDBOX',
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-02T00:00:00Z',
      idempotencyKey: 'one',
      ...given,
    };
    return world.as(viewer).asks(RECONCILE_NOW, { input });
  };

  it('is for admins', async () => {
    for (const viewer of [ADA, ORDERS])
      expect((await ask({}, viewer)).errors?.[0]?.extensions?.code).toMatch(/FORBIDDEN|UNAUTHENTICATED/);
    const list = await world.as(ADA).asks('{ paymentReconciliations { edges { node { id } } } }');
    expect(list.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(await world.db.reconciliation.count()).toBe(0);
  });

  it('answers the same under one key, and refuses another input', async () => {
    const [first, again] = [await ask({}), await ask({})];
    expect(again.data).toEqual(first.data);
    expect((await ask({ to: '2026-01-03T00:00:00Z' })).data).toMatchObject({
      paymentReconcile: { reconciliation: null, userErrors: [{ code: 'IDEMPOTENCY_CONFLICT' }] },
    });
    expect(await world.db.reconciliation.count()).toBe(1);
  });

  it.each([
    ['that ends before it begins', { to: '2025-12-31T00:00:00Z' }],
    ['of more than 31 days', { to: '2026-02-02T00:00:00Z' }],
    ['that is not over', { from: new Date().toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() }],
  ])('is refused for a period %s', async (_what, period) => {
    expect((await ask(period)).data).toMatchObject({ paymentReconcile: { userErrors: [{ code: 'INVALID_INPUT' }] } });
  });
});

describe('each day', () => {
  it('is planned for each provider once, and begins the comparison of the day before', async () => {
    await planDaily(world.flowAs(ADA));
    await planDaily(world.flowAs(ADA));
    const [planned] = await world.deadlines(RECONCILE_DAILY);
    expect(planned).toMatchObject({ subject: 'sandbox' });
    await world.passes(RECONCILE_DAILY);
    const { from, to } = dayBefore(new Date());
    expect(await world.db.reconciliation.findMany()).toMatchObject([
      { provider: 'sandbox', periodFrom: from, periodTo: to },
    ]);
    expect(await world.deadlines(RECONCILE_DAILY)).toMatchObject([{ subject: 'sandbox', dueAt: expect.any(Date) }]);
  });

  it.each([
    ['2026-03-01T00:30:00Z', '2026-03-01T01:00:00Z'],
    ['2026-03-01T01:00:00Z', '2026-03-02T01:00:00Z'],
    ['2026-03-01T23:00:00Z', '2026-03-02T01:00:00Z'],
  ])('after %s is compared at %s', (now, next) => {
    expect(nextDaily(new Date(now))).toEqual(new Date(next));
  });
});
