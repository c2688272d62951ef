import { barrier } from '@app/kernel/testing';
import { releaseHold } from '../src/commands/release-hold.ts';
import type { Db } from '../src/db.ts';
import { ORDERS, openWorld } from './support/world.ts';

const CONNECTIONS = 24;
const world = openWorld({ connections: CONNECTIONS });
beforeEach(() => world.reset());
afterEach(async () => expect(await world.wrongBooks()).toEqual([]));
afterAll(() => world.close());

/** A database where this many units of work have begun before the first of them asks for anything. */
function allAtOnce(parties: number): Db {
  const arrived = barrier(parties);
  return world.db.$extends({
    query: {
      async $queryRaw({ args, query }) {
        await arrived();
        return query(args);
      },
    },
  }) as unknown as Db;
}

const counts = (answers: readonly { ok: boolean; code?: string }[]) =>
  Object.fromEntries(
    ['yes', ...new Set(answers.flatMap(({ code }) => code ?? []))].map((code) => [
      code,
      answers.filter((answer) => (answer.code ?? 'yes') === code).length,
    ]),
  );

/** How often PostgreSQL had to break a circle in this database so far. */
async function deadlocks(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const [row] = await world.db.$queryRaw<{ deadlocks: number }[]>`
    SELECT "deadlocks"::int FROM pg_stat_database WHERE datname = current_database()`;
  return row?.deadlocks ?? -1;
}

describe('the last unit', () => {
  it('is promised to one of 64 who want it at the same moment', async () => {
    await world.item('cake', 1);
    const db = allAtOnce(CONNECTIONS);

    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, n) => world.holds(`ord_${n}`, [{ itemId: 'cake', quantity: 1 }], { on: db })),
    );

    expect(counts(answers)).toEqual({ yes: 1, OUT_OF_STOCK: 63 });
    expect(await world.stock('cake')).toBe('1/1');
    expect(await world.db.hold.count()).toBe(1);
    expect(await world.toldTypes()).toEqual(['stock.held', 'stock.ran-out']);
  });

  it('and all before it are sold: 64 who want 3 each of 100 get 33', async () => {
    await world.item('cake', 100);
    const db = allAtOnce(CONNECTIONS);

    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, n) => world.holds(`ord_${n}`, [{ itemId: 'cake', quantity: 3 }], { on: db })),
    );

    expect(counts(answers)).toEqual({ yes: 33, OUT_OF_STOCK: 31 });
    expect(await world.stock('cake')).toBe('100/99');
  });
});

describe('the same order at the same moment', () => {
  it('is promised once, and everybody is told the same', async () => {
    await world.item('cake', 10);
    const db = allAtOnce(16);
    const ask = () => world.holds('ord_1', [{ itemId: 'cake', quantity: 2 }], { on: db });

    const answers = await Promise.all(Array.from({ length: 16 }, ask));

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(counts(answers)).toEqual({ yes: 16 });
    expect(await world.stock('cake')).toBe('10/2');
  });

  it('is promised once also when it takes the last unit', async () => {
    await world.item('cake', 1);
    const db = allAtOnce(8);
    const ask = () => world.holds('ord_1', [{ itemId: 'cake', quantity: 1 }], { on: db });

    expect(counts(await Promise.all(Array.from({ length: 8 }, ask)))).toEqual({ yes: 8 });
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
});

describe('orders with the same items in another order', () => {
  it('never wait for each other in a circle', async () => {
    const items = ['burger', 'cake', 'pie', 'wine'];
    for (const itemId of items) await world.item(itemId, 1_000);
    const before = await deadlocks();

    await Promise.all(
      Array.from({ length: 120 }, async (_, n) => {
        const wanted = n % 2 ? items : [...items].reverse();
        const lines = wanted.map((itemId) => ({ itemId, quantity: 1 }));
        const answer = await world.holds(`ord_${n}`, lines);
        expect(answer).toMatchObject({ ok: true });
        if (n % 3 === 0) await world.confirms(`ord_${n}`);
        if (n % 3 === 1) await world.cancels(`ord_${n}`, wanted);
      }),
    );

    for (const itemId of items) expect(await world.stock(itemId)).toBe('960/40');
    expect(await deadlocks()).toBe(before);
  });

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
});

describe('two who decide about one promise at the same moment', () => {
  const ROUNDS = 25;
  const quantity = 2;

  async function everyRound(meet: (orderId: string) => Promise<unknown>[], endings: readonly string[]) {
    await world.item('cake', 10 * ROUNDS);
    const states = new Set<string | undefined>();
    for (let round = 0; round < ROUNDS; round++) {
      const orderId = `ord_${round}`;
      await world.holds(orderId, [{ itemId: 'cake', quantity }]);
      await Promise.all(meet(orderId));
      states.add((await world.hold(orderId))?.state);
    }
    expect([...states].filter((state) => !endings.includes(state ?? 'none'))).toEqual([]);
    const sold = await world.db.hold.count({ where: { state: 'CONFIRMED' } });
    return { sold, stock: await world.stock('cake') };
  }

  it('confirmed while it expires: it is kept', async () => {
    const meet = (orderId: string) => [world.expires(orderId), world.confirms(orderId)];

    const { stock } = await everyRound(meet, ['CONFIRMED']);

    expect(stock).toBe(`${10 * ROUNDS - quantity * ROUNDS}/0`);
  });

  it('confirmed while its deadline is worked on: kept, and nobody waits in a circle', async () => {
    const before = await deadlocks();
    const meet = (orderId: string) => [world.deadlinesPass(), world.confirms(orderId)];

    const { stock } = await everyRound(meet, ['CONFIRMED']);

    expect(stock).toBe(`${10 * ROUNDS - quantity * ROUNDS}/0`);
    expect(await deadlocks()).toBe(before);
  });

  it('confirmed while it is released: one of the two, and the books agree', async () => {
    const meet = (orderId: string) => [
      world.as(ORDERS).does(releaseHold, { orderId }),
      world.confirms(orderId),
      world.confirms(orderId),
    ];

    const { sold, stock } = await everyRound(meet, ['CONFIRMED', 'RELEASED']);

    expect(stock).toBe(`${10 * ROUNDS - quantity * sold}/0`);
  });

  it('called off while it is confirmed, each twice: nothing is sold in the end', async () => {
    const meet = (orderId: string) => [
      world.cancels(orderId, ['cake']),
      world.confirms(orderId),
      world.cancels(orderId, ['cake']),
    ];

    await everyRound(meet, ['CONFIRMED', 'RELEASED']);

    const kept = await world.db.holdLine.count({ where: { state: 'CONFIRMED' } });
    expect(kept).toBe(0);
    expect(await world.stock('cake')).toBe(`${10 * ROUNDS}/0`);
  });
});
