import { barrier } from '@app/kernel/testing';
import { type Database, run, type SqlTx } from '@app/kernel/work';
import { holdAtOnce } from '../src/commands/hold-at-once.ts';
import type { Db } from '../src/db.ts';
import { ORDERS, openWorld, TERMS } from './support/world.ts';

const world = openWorld({ connections: 20 });
beforeEach(async () => {
  await world.reset();
  await world.item('cake', 100);
});
afterEach(async () => expect(await world.wrongBooks()).toEqual([]));
afterAll(() => world.close());

const cakes = (quantity: number) => [{ itemId: 'cake', quantity }];
const by = 'usr_ada';

describe('what a customer may have promised at a time', () => {
  it('is so many orders; another customer, or a kept promise, does not count', async () => {
    for (let n = 1; n <= TERMS.promisesPerCustomer; n++)
      expect(await world.holds(`ord_${n}`, cakes(1), { by })).toMatchObject({ ok: true });

    expect(await world.holds('ord_6', cakes(1), { by })).toMatchObject({ code: 'HOLD_LIMIT', shortItemIds: [] });
    expect(await world.hold('ord_6')).toBeNull();
    expect(await world.stock('cake')).toBe('100/5');
    expect(await world.holds('ord_7', cakes(1), { by: 'usr_ben' })).toMatchObject({ ok: true });

    await world.confirms('ord_1');
    expect(await world.holds('ord_6', cakes(1), { by })).toMatchObject({ ok: true });
  });

  it('is so many units of an item as its business says, over all orders', async () => {
    await world.db.stockItem.update({ where: { itemId: 'cake' }, data: { limitPerCustomer: 3 } });
    await world.item('pie', 100);
    const both = [...cakes(2), { itemId: 'pie', quantity: 9 }];

    expect(await world.holds('ord_1', cakes(4), { by })).toMatchObject({ code: 'HOLD_LIMIT', shortItemIds: ['cake'] });
    expect(await world.holds('ord_1', cakes(2), { by })).toMatchObject({ ok: true });
    expect(await world.holds('ord_2', both, { by })).toMatchObject({ code: 'HOLD_LIMIT', shortItemIds: ['cake'] });
    expect(await world.stock('pie')).toBe('100/0');
    expect(await world.holds('ord_2', cakes(1), { by })).toMatchObject({ ok: true });
  });

  it('does not count against the same order asked again', async () => {
    await world.db.stockItem.update({ where: { itemId: 'cake' }, data: { limitPerCustomer: 3 } });
    const first = await world.holds('ord_1', cakes(3), { by });

    expect(await world.holds('ord_1', cakes(3), { by })).toEqual(first);
  });

  it('holds for a wish in one statement while the one before is not committed yet', async () => {
    await world.item('pie', 100);
    for (let n = 1; n < TERMS.promisesPerCustomer; n++) await world.holds(`ord_${n}`, cakes(1), { by });
    let second: Promise<unknown> = Promise.resolve();
    const beforeItsCommit: Database<SqlTx> = {
      $transaction: (body) =>
        world.direct.$transaction(async (tx) => {
          const held = await body(tx);
          second = world.holds('ord_6', [{ itemId: 'pie', quantity: 1 }], { by });
          await new Promise((resolve) => setTimeout(resolve, 300));
          return held;
        }),
    };
    const wish = { orderId: 'ord_5', customerId: by, lines: cakes(1) };

    const first = await run({ db: beforeItsCommit, viewer: ORDERS }, holdAtOnce, { wish, terms: TERMS });

    expect([first, await second]).toMatchObject([{ ok: true }, { code: 'HOLD_LIMIT' }]);
    expect(await world.stock('pie')).toBe('100/0');
  });

  it('holds also for 16 orders of different items at the same moment', async () => {
    const items = Array.from({ length: 16 }, (_, n) => `item_${n}`);
    for (const itemId of items) await world.item(itemId, 1);
    const arrived = barrier(16);
    const on = world.db.$extends({
      query: {
        async $queryRaw({ args, query }) {
          await arrived();
          return query(args);
        },
      },
    }) as unknown as Db;

    const answers = await Promise.all(
      items.map((itemId) => world.holds(`ord_${itemId}`, [{ itemId, quantity: 1 }], { by, on })),
    );

    expect(answers.filter(({ ok }) => ok)).toHaveLength(TERMS.promisesPerCustomer);
    expect(await world.db.hold.count({ where: { customerId: by, state: 'ACTIVE' } })).toBe(TERMS.promisesPerCustomer);
  });
});

describe("a customer's own promise that was given up", () => {
  it('does not count against the order that takes its place, to the last unit', async () => {
    await world.holds('ord_1', cakes(100), { by });
    await world.db.outboxEvent.deleteMany();

    expect(await world.holds('ord_2', cakes(98), { by, insteadOf: 'ord_1' })).toMatchObject({ ok: true });
    expect(await world.hold('ord_1')).toMatchObject({ state: 'RELEASED' });
    expect(await world.stock('cake')).toBe('100/98');
    expect(await world.toldTypes()).toEqual(['stock.hold-released', 'stock.returned', 'stock.held']);
    expect((await world.deadlines()).map(({ subject }) => subject)).toEqual(['ord_2']);
  });

  it('does not count against the limits either', async () => {
    await world.db.stockItem.update({ where: { itemId: 'cake' }, data: { limitPerCustomer: 3 } });
    await world.holds('ord_1', cakes(3), { by });

    expect(await world.holds('ord_2', cakes(3), { by, insteadOf: 'ord_1' })).toMatchObject({ ok: true });
  });

  it('stays when the new one is refused', async () => {
    await world.holds('ord_1', cakes(100), { by });

    expect(await world.holds('ord_2', cakes(101), { by, insteadOf: 'ord_1' })).toMatchObject({ code: 'OUT_OF_STOCK' });
    expect(await world.hold('ord_1')).toMatchObject({ state: 'ACTIVE' });
    expect(await world.stock('cake')).toBe('100/100');
  });

  it('is left alone when it is another customer’s, was kept, or never was', async () => {
    await world.holds('ord_ben', cakes(1), { by: 'usr_ben' });
    await world.holds('ord_kept', cakes(1), { by });
    await world.confirms('ord_kept');

    for (const [n, insteadOf] of ['ord_ben', 'ord_kept', 'ord_ghost'].entries())
      expect(await world.holds(`ord_${n}`, cakes(1), { by, insteadOf })).toMatchObject({ ok: true });
    expect(await world.hold('ord_ben')).toMatchObject({ state: 'ACTIVE' });
    expect(await world.hold('ord_kept')).toMatchObject({ state: 'CONFIRMED' });
    expect(await world.stock('cake')).toBe('99/4');
  });

  it('gives what it had of other items back as well', async () => {
    await world.item('pie', 1);
    await world.holds('ord_1', [...cakes(1), { itemId: 'pie', quantity: 1 }], { by });

    await world.holds('ord_2', cakes(1), { by, insteadOf: 'ord_1' });

    expect(await world.stock('pie')).toBe('1/0');
    expect(await world.stock('cake')).toBe('100/1');
  });
});
