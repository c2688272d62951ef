import { cancelOrder } from '../src/commands/cancel-order.ts';
import { openCheckout } from '../src/commands/open-checkout.ts';
import { Prisma } from '../src/db.ts';
import type { Plan } from '../src/domain/checkout.plan.ts';
import { sweep } from '../src/sweep.ts';
import { ADA, openWorld, SYSTEM } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);

describe('sweeping', () => {
  it('forgets what was settled more than 30 days ago, and nothing else', async () => {
    const kept = await world.order({ itm_soup: 1 });
    const old = await world.order({ itm_soup: 1 });
    await world.as(ADA).checksOut({ idempotencyKey: 'refused-long-ago' });
    for (const { id } of [kept, old])
      await world.as(ADA).does(cancelOrder, { orderId: id, idempotencyKey: `cancel-${id}` });
    await world.db.checkout.updateMany({ data: { startedAt: daysAgo(31) } });
    await world.db.cancelRequest.updateMany({ where: { orderId: old.id }, data: { requestedAt: daysAgo(31) } });
    await world.db.checkout.update({ where: { orderId: kept.id }, data: { startedAt: daysAgo(29) } });
    await world.as(ADA).adds('itm_soup');
    const opened = await opens('ABCD-2345');
    const { id: underWay } = (opened.ok && opened.value) as { id: string };
    await world.db.checkout.update({ where: { id: underWay }, data: { startedAt: daysAgo(31) } });

    await sweep(world.db);

    expect(await world.db.checkout.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { orderId: kept.id, state: 'DONE' },
      { id: underWay, state: 'STARTED' },
    ]);
    expect(await world.db.cancelRequest.findMany()).toMatchObject([{ orderId: kept.id }]);
    expect(await world.db.order.count()).toBe(2);
  });

  it.each([
    ['Checkout', 'startedAt'],
    ['CancelRequest', 'requestedAt'],
  ])('finds old rows of %s by an index, however many there are', async (table, column) => {
    // A small table is read whole whatever its indexes: the planner is asked what it would do otherwise.
    const plan = await world.db.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
      const [from, at] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${column}"`)];
      return tx.$queryRaw<object[]>`
        EXPLAIN SELECT FROM ${from} WHERE ${at} < now() - interval '30 days' ORDER BY ${at} LIMIT 1000`;
    });
    expect(JSON.stringify(plan)).toContain(`${table}_${column}_idx`);
  });

  it('forgets more than fits into one statement', async () => {
    await world.order({ itm_soup: 1 });
    const { id, orderId, number, ...rest } = await world.db.checkout.findFirstOrThrow();
    const old = Array.from({ length: 1_001 }, (_, n) => ({
      ...rest,
      plan: {},
      ...{ id: `${id}${n}`, orderId: `${orderId}${n}`, number: `${number}${n}`, idempotencyKey: `old-key-${n}` },
      startedAt: daysAgo(31),
    }));
    await world.db.checkout.createMany({ data: old });
    await sweep(world.db);
    expect(await world.db.checkout.count()).toBe(1);
  });

  it('gives no number out again', async () => {
    const { number } = await world.order({ itm_soup: 1 });
    await world.db.checkout.updateMany({ data: { startedAt: daysAgo(31) } });
    await sweep(world.db);
    expect(await world.db.checkout.count()).toBe(0);
    expect(await opens(number)).toMatchObject({ ok: false, code: 'LOOK_AGAIN' });
    expect(await opens('ABCD-2345')).toMatchObject({ ok: true, value: { number: 'ABCD-2345' } });
  });

  /** A checkout of Ada's under this number, before anything is held. */
  const opens = async (number: string) => {
    const { version } = await world.db.cart.findFirstOrThrow();
    return world.as(SYSTEM).does(openCheckout, {
      idempotencyKey: world.newKey(),
      requestHash: 'x',
      number,
      insteadOf: null,
      cart: { id: 'cart_usr_ada', version, lines: [] },
      planned: { ok: true, value: { plan: { recipient: {} } as Plan } },
      offers: [],
    });
  };
});
