import { cancelOrder } from '../src/commands/cancel-order.ts';
import { openCheckout } from '../src/commands/open-checkout.ts';
import type { Plan } from '../src/domain/checkout.plan.ts';
import { sweep } from '../src/sweep.ts';
import { ADA, openWorld } from './support/world.ts';

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
    const { id: underWay } = (await opens('ABCD-2345')) as { id: string };
    await world.db.checkout.update({ where: { id: underWay }, data: { startedAt: daysAgo(31) } });

    await sweep(world.db);

    expect(await world.db.checkout.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { orderId: kept.id, state: 'DONE' },
      { id: underWay, state: 'STARTED' },
    ]);
    expect(await world.db.cancelRequest.findMany()).toMatchObject([{ orderId: kept.id }]);
    expect(await world.db.order.count()).toBe(2);
  });

  it('gives no number out again', async () => {
    const { number } = await world.order({ itm_soup: 1 });
    await world.db.checkout.updateMany({ data: { startedAt: daysAgo(31) } });
    await sweep(world.db);
    expect(await world.db.checkout.count()).toBe(0);
    expect(await opens(number)).toBeNull();
    expect(await opens('ABCD-2345')).toMatchObject({ number: 'ABCD-2345' });
  });

  /** A checkout of Ada's under this number, before anything is held. */
  const opens = async (number: string) => {
    const { version } = await world.db.cart.findFirstOrThrow();
    return world.transacting((work) =>
      openCheckout(work, {
        idempotencyKey: world.newKey(),
        requestHash: 'x',
        number,
        insteadOf: null,
        cart: { id: 'cart_usr_ada', version, lines: [] },
        planned: { ok: true, value: { plan: {} as Plan } },
        offers: [],
      }),
    );
  };
});
