import { releaseHold } from '../../src/commands/release-hold.ts';
import { setStock } from '../../src/commands/set-stock.ts';
import type { Db } from '../../src/db.ts';
import { allAtOnce, counts, deadlocks, PATIENCE_MS, times } from '../support/racing.ts';
import { BEN, ORDERS, openWorld } from '../support/world.ts';

const world = openWorld({ connections: 24 });
beforeEach(() => world.reset());
afterEach(async () => expect(await world.wrongBooks()).toEqual([]));
afterAll(() => world.close());

const quantity = 2;

describe('two who decide about one promise at the same moment', () => {
  async function everyRound(rounds: number, meet: (orderId: string) => Promise<unknown>[]) {
    await world.item('cake', 10 * rounds);
    const states = new Set<string | undefined>();
    for (let round = 0; round < rounds; round++) {
      const orderId = `ord_${round}`;
      await world.holds(orderId, [{ itemId: 'cake', quantity }]);
      await Promise.all(meet(orderId));
      states.add((await world.hold(orderId))?.state);
    }
    const sold = await world.db.hold.count({ where: { state: 'CONFIRMED' } });
    return { states: [...states].sort(), left: 10 * rounds - quantity * sold, stock: await world.stock('cake') };
  }

  it(
    'confirmed while it expires: it is kept, and sold once',
    async () => {
      const rounds = times(10, 500);
      const meet = (orderId: string) => [world.expires(orderId), world.confirms(orderId), world.confirms(orderId)];

      const { states, stock } = await everyRound(rounds, meet);

      expect(states).toEqual(['CONFIRMED']);
      expect(stock).toBe(`${10 * rounds - quantity * rounds}/0`);
      expect(await world.db.stockMovement.count({ where: { kind: 'SOLD' } })).toBe(rounds);
    },
    PATIENCE_MS,
  );

  it(
    'confirmed while its deadline is worked on: kept, and nobody waits in a circle',
    async () => {
      const rounds = times(10, 500);
      const before = await deadlocks(world);
      const meet = (orderId: string) => [world.deadlinesPass(), world.confirms(orderId)];

      const { states, stock } = await everyRound(rounds, meet);

      expect(states).toEqual(['CONFIRMED']);
      expect(stock).toBe(`${10 * rounds - quantity * rounds}/0`);
      expect(await deadlocks(world)).toBe(before);
    },
    PATIENCE_MS,
  );

  it(
    'confirmed while it is released: one of the two, and the books agree',
    async () => {
      const meet = (orderId: string) => [
        world.as(ORDERS).does(releaseHold, { orderId }),
        world.confirms(orderId),
        world.confirms(orderId),
      ];

      const { states, left, stock } = await everyRound(times(10, 500), meet);

      expect(['CONFIRMED', 'RELEASED']).toEqual(expect.arrayContaining(states));
      expect(stock).toBe(`${left}/0`);
    },
    PATIENCE_MS,
  );

  it(
    'called off while it is confirmed, each twice: nothing is sold in the end',
    async () => {
      const rounds = times(10, 500);
      const meet = (orderId: string) => [
        world.cancels(orderId, ['cake']),
        world.confirms(orderId),
        world.cancels(orderId, ['cake']),
      ];

      const { stock } = await everyRound(rounds, meet);

      expect(await world.db.holdLine.count({ where: { state: 'CONFIRMED' } })).toBe(0);
      expect(stock).toBe(`${10 * rounds}/0`);
    },
    PATIENCE_MS,
  );
});

it('released while it is being promised: the release waits and finds it', async () => {
  await world.item('cake', 10);
  let released: Promise<unknown> = Promise.resolve();
  const beforeItsCommit = world.db.$extends({
    query: {
      async $executeRaw({ args, query }) {
        const written = await query(args);
        released = world.as(ORDERS).does(releaseHold, { orderId: 'ord_1' });
        await new Promise((resolve) => setTimeout(resolve, 200));
        return written;
      },
    },
  }) as unknown as Db;

  await world.holds('ord_1', [{ itemId: 'cake', quantity: 2 }], { on: beforeItsCommit });

  expect(await released).toEqual({ ok: true, value: true });
  expect(await world.stock('cake')).toBe('10/0');
  expect(await world.hold('ord_1')).toMatchObject({ state: 'RELEASED' });
});

it(
  'counted while it is promised: never fewer on hand than promised, and the count or the promises win',
  async () => {
    for (let round = 0; round < times(10, 100); round++) {
      await world.reset();
      await world.item('cake', 10);
      const on = allAtOnce(world.db, 9);
      const count = { levels: [{ itemId: 'cake', expectedOnHand: 10, onHand: 3 }], reason: 'counted' };

      const [counted, ...held] = await Promise.all([
        world.as(BEN, on).does(setStock, { ...count, idempotencyKey: `count-${round}` }),
        ...Array.from({ length: 8 }, (_, n) => world.holds(`ord_${n}`, [{ itemId: 'cake', quantity: 2 }], { on })),
      ]);

      const promised = counts(held).yes ?? 0;
      if (counted?.ok) expect([promised, await world.stock('cake')]).toEqual([1, '3/2']);
      else expect([counted, promised, await world.stock('cake')]).toMatchObject([{ code: 'OUT_OF_STOCK' }, 5, '10/10']);
      expect(await world.wrongBooks()).toEqual([]);
    }
  },
  PATIENCE_MS,
);
