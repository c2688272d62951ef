import { allAtOnce, counts, inTurn, PATIENCE_MS, times } from '../support/racing.ts';
import { openWorld } from '../support/world.ts';

const CONNECTIONS = 24;
const world = openWorld({ connections: CONNECTIONS });
beforeEach(() => world.reset());
afterEach(async () => expect(await world.wrongBooks()).toEqual([]));
afterAll(() => world.close());

const ROUNDS = times(2, 20);
const BUYERS = times(200, 1_000);

const WAYS = ['in one statement where that will do', 'with everything locked'] as const;
type Way = (typeof WAYS)[number];
const connections = (way: Way, askers: number) =>
  way === 'with everything locked' ? { on: allAtOnce(world.db, Math.min(CONNECTIONS, askers)) } : {};

/** Everybody asks for the same lines at the same moment, each for an order of their own. */
function rush(way: Way, buyers: number, quantities: readonly number[]) {
  const on = connections(way, buyers);
  const lines = quantities.map((quantity) => ({ itemId: 'cake', quantity }));
  return inTurn(buyers, 64, (n) => world.holds(`ord_${n}`, lines, on));
}

async function everyRound(rounds: number, body: () => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await world.reset();
    await body();
    expect(await world.wrongBooks()).toEqual([]);
  }
}

describe.each(WAYS)('more wishes than units, %s', (way) => {
  it(
    'the last unit goes to one of 64 who want it at the same moment',
    () =>
      everyRound(ROUNDS, async () => {
        await world.item('cake', 1);
        expect(counts(await rush(way, 64, [1]))).toEqual({ yes: 1, OUT_OF_STOCK: 63 });
        expect(await world.stock('cake')).toBe('1/1');
        expect(await world.db.hold.count()).toBe(1);
        expect(await world.toldTypes()).toEqual(['stock.held', 'stock.ran-out']);
      }),
    PATIENCE_MS,
  );

  it(
    `100 units go to 100 of ${BUYERS} buyers`,
    () =>
      everyRound(times(1, 20), async () => {
        await world.item('cake', 100);
        expect(counts(await rush(way, BUYERS, [1]))).toEqual({ yes: 100, OUT_OF_STOCK: BUYERS - 100 });
        expect(await world.stock('cake')).toBe('100/100');
        expect((await world.toldTypes()).filter((type) => type === 'stock.ran-out')).toHaveLength(1);
      }),
    PATIENCE_MS,
  );

  it(
    'an item on two lines of an order is one wish: 100 units are 33 times 2 and 1',
    () =>
      everyRound(ROUNDS, async () => {
        await world.item('cake', 100);
        expect(counts(await rush(way, 64, [2, 1]))).toEqual({ yes: 33, OUT_OF_STOCK: 31 });
        expect(await world.stock('cake')).toBe('100/99');
      }),
    PATIENCE_MS,
  );

  it(
    'units in three places are one stock: all are promised, and none of them twice',
    () =>
      everyRound(ROUNDS, async () => {
        await world.item('cake', 10);
        await world.places({ loc_b: 10, loc_c: 10 }, 'cake');
        expect(counts(await rush(way, 64, [4]))).toEqual({ yes: 7, OUT_OF_STOCK: 57 });
        expect(await world.stock('cake')).toBe('30/28');
      }),
    PATIENCE_MS,
  );
});

describe.each(WAYS)('one order asked 64 times at the same moment, %s', (way) => {
  it.each([
    ['out of many', 10],
    ['and it takes the last one', 1],
  ])(
    'is promised once, %s',
    (_what, units) =>
      everyRound(ROUNDS, async () => {
        await world.item('cake', units);
        const on = connections(way, CONNECTIONS);
        const ask = () => world.holds('ord_1', [{ itemId: 'cake', quantity: 1 }], on);

        const answers = await Promise.all(Array.from({ length: 64 }, ask));

        expect(counts(answers)).toEqual({ yes: 64 });
        expect(answers).toEqual(answers.map(() => answers[0]));
        expect(await world.stock('cake')).toBe(`${units}/1`);
        expect((await world.toldTypes()).filter((type) => type === 'stock.held')).toHaveLength(1);
      }),
    PATIENCE_MS,
  );
});
