import { deadlocks, inTurn, PATIENCE_MS, times } from '../support/racing.ts';
import { openWorld } from '../support/world.ts';

const world = openWorld({ connections: 24 });
beforeEach(() => world.reset());
afterEach(async () => expect(await world.wrongBooks()).toEqual([]));
afterAll(() => world.close());

const ORDERS = times(100, 2_000);
const ITEMS = ['burger', 'cake', 'pie', 'wine'];

describe('orders with the same items in another order', () => {
  it(
    `${ORDERS} of them never wait for each other in a circle`,
    async () => {
      for (const itemId of ITEMS) await world.item(itemId, ORDERS * 10);
      const before = await deadlocks(world);

      await inTurn(ORDERS, 64, async (n) => {
        const wanted = n % 2 ? ITEMS : [...ITEMS].reverse();
        const lines = wanted.map((itemId) => ({ itemId, quantity: 1 }));
        expect(await world.holds(`ord_${n}`, lines)).toMatchObject({ ok: true });
        if (n % 3 === 0) await world.confirms(`ord_${n}`);
        if (n % 3 === 1) await world.cancels(`ord_${n}`, wanted);
      });

      const [sold, back] = [Math.ceil(ORDERS / 3), Math.ceil((ORDERS - 1) / 3)];
      for (const itemId of ITEMS)
        expect(await world.stock(itemId)).toBe(`${ORDERS * 10 - sold}/${ORDERS - sold - back}`);
      expect(await deadlocks(world)).toBe(before);
    },
    PATIENCE_MS,
  );

  it('lock them sorted by id: who waits for the first has not locked the second', async () => {
    // In the table, and in the order, the second comes first.
    await world.item('b', 1);
    await world.item('a', 1);
    const wanted = ['b', 'a'].map((itemId) => ({ itemId, quantity: 1 }));

    const waiting = await world.db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "StockItem" WHERE "itemId" = 'a' FOR UPDATE`;
      const held = world.holds('ord_1', wanted);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await tx.$queryRaw`SELECT 1 FROM "StockItem" WHERE "itemId" = 'b' FOR UPDATE NOWAIT`;
      return { held };
    });

    expect(await waiting.held).toMatchObject({ ok: true });
  });

  it(
    'and those that take the place of an earlier order do not either',
    async () => {
      for (const itemId of ITEMS) await world.item(itemId, 1_000);
      const before = await deadlocks(world);
      const lines = (of: string[]) => of.map((itemId) => ({ itemId, quantity: 1 }));

      await inTurn(times(24, 400), 32, async (n) => {
        const by = `usr_${n}`;
        const [some, others] = n % 2 ? [ITEMS.slice(0, 2), ITEMS.slice(2)] : [ITEMS.slice(2), ITEMS.slice(0, 2)];
        await world.holds(`ord_${n}`, lines(some), { by });
        expect(await world.holds(`new_${n}`, lines(others), { by, insteadOf: `ord_${n}` })).toMatchObject({ ok: true });
      });

      expect(await deadlocks(world)).toBe(before);
    },
    PATIENCE_MS,
  );
});
