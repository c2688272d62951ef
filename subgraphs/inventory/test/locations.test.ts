import { adjustStock } from '../src/commands/adjust-stock.ts';
import { createLocation, updateLocation } from '../src/commands/keep-locations.ts';
import { transferStock } from '../src/commands/transfer-stock.ts';
import { ADA, ADMIN, BEN, EVE, openWorld } from './support/world.ts';

const world = openWorld({ connections: 20 });
beforeEach(async () => {
  await world.reset();
  await world.item('cake', 5);
});
afterEach(async () => expect(await world.wrongBooks()).toEqual([]));
afterAll(() => world.close());

const MAIN = 'loc_biz_bistro';
let keys = 0;
const wish = (given: object = {}) => ({
  ...{ businessId: 'biz_bistro', name: 'Cellar', position: 1, idempotencyKey: `key-${++keys}` },
  ...given,
});
const creates = (input = wish(), viewer = BEN) => world.as(viewer).does(createLocation, input);

/** A second place, after the first one. */
async function cellar(): Promise<string> {
  const made = await creates();
  return made.ok ? made.value.id : '';
}
const adjusts = (delta: number, locationId?: string) =>
  world.as(BEN).does(adjustStock, { itemId: 'cake', delta, reason: 'x', idempotencyKey: `key-${++keys}`, locationId });
const transfers = (quantity: number, [fromLocationId, toLocationId]: [string, string], viewer = BEN) =>
  world.as(viewer).does(transferStock, {
    ...{ itemId: 'cake', fromLocationId, toLocationId, quantity, reason: 'x', idempotencyKey: `key-${++keys}` },
  });
const cakes = (quantity: number) => [{ itemId: 'cake', quantity }];

describe('opening a place', () => {
  it('is for the business’s own people and admins', async () => {
    expect(await creates()).toEqual({ ok: true, value: { id: expect.any(String), name: 'Cellar', position: 1 } });
    expect(await creates(wish({ name: 'Attic' }), ADMIN)).toMatchObject({ ok: true });
    expect(await creates(wish({ businessId: 'biz_ghost' }), ADMIN)).toMatchObject({ code: 'BUSINESS_NOT_FOUND' });
    for (const viewer of [EVE, { ...ADA, businessIds: ['biz_bistro'] }])
      expect(await creates(wish({ name: 'Mine' }), viewer)).toMatchObject({ code: 'BUSINESS_NOT_FOUND' });
    expect(await world.db.stockLocation.count()).toBe(3);
  });

  it('happens once for a key, however often and concurrently it is asked', async () => {
    const input = wish();
    const answers = await Promise.all(Array.from({ length: 16 }, () => creates(input)));

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ ok: true });
    expect(await creates({ ...input, name: 'Attic' })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await world.db.stockLocation.count()).toBe(2);
  });

  it('takes a name that no other has, also when it is changed', async () => {
    const id = await cellar();
    expect(await creates()).toMatchObject({ code: 'LOCATION_NAME_TAKEN' });
    const updates = (input: object, viewer = BEN) =>
      world.as(viewer).does(updateLocation, { locationId: id, ...input });

    expect(await updates({ name: 'Main' })).toMatchObject({ code: 'LOCATION_NAME_TAKEN' });
    expect(await updates({ name: 'Deep cellar' })).toEqual({
      ok: true,
      value: { id, name: 'Deep cellar', position: 1 },
    });
    expect(await updates({ position: 7 })).toEqual({ ok: true, value: { id, name: 'Deep cellar', position: 7 } });
    expect(await updates({ position: 7 }, EVE)).toMatchObject({ code: 'LOCATION_NOT_FOUND' });
    expect(await updates({ name: '' })).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('ends at a hundred', async () => {
    await world.db.stockLocation.createMany({
      data: Array.from({ length: 99 }, (_, n) => ({
        ...{ id: `loc_${n}`, businessId: 'biz_bistro', name: `Shelf ${n}`, position: 1, createdAt: world.clock() },
      })),
    });
    expect(await creates()).toMatchObject({ code: 'LOCATION_LIMIT' });
  });
});

describe('stock in several places', () => {
  it('is one stock to customers, and comes from the first place that has all of it', async () => {
    const down = await cellar();
    await adjusts(8, down);
    expect(await world.stock('cake')).toBe('13/0');

    await world.holds('ord_1', cakes(5));
    await world.holds('ord_2', cakes(2));
    expect(await world.levels('cake')).toEqual([`${down} 8/2`, `${MAIN} 5/5`].sort());
    expect(await world.holds('ord_3', cakes(7))).toMatchObject({ code: 'OUT_OF_STOCK' });

    await world.confirms('ord_1');
    expect(await world.stock('cake')).toBe('8/2');
    expect(await world.movements('cake')).toHaveLength(3);
  });

  it('comes from all of them when none has all, and goes back to where it came from', async () => {
    const down = await cellar();
    await adjusts(8, down);

    await world.holds('ord_1', cakes(10));
    expect((await world.hold('ord_1'))?.lines.map(([, quantity]) => quantity)).toEqual([5, 5]);
    await world.confirms('ord_1');
    expect(await world.stock('cake')).toBe('3/0');
    await world.cancels('ord_1', ['cake']);
    expect(await world.levels('cake')).toEqual([`${down} 8/0`, `${MAIN} 5/0`].sort());
  });

  it('follows the order of places when that is changed', async () => {
    const down = await cellar();
    await adjusts(8, down);
    await world.db.stockLocation.update({ where: { id: MAIN }, data: { position: 2 } });

    await world.holds('ord_1', cakes(1));

    expect(await world.levels('cake')).toContain(`${down} 8/1`);
  });

  it('is taken again from another place when a late confirmation finds the first one empty', async () => {
    const down = await cellar();
    await world.holds('ord_1', cakes(5));
    await world.expires('ord_1');
    await transfers(5, [MAIN, down]);

    await world.confirms('ord_1');

    expect(await world.stock('cake')).toBe('0/0');
    expect(await world.hold('ord_1')).toMatchObject({ state: 'CONFIRMED', lines: [['cake', 5, 'CONFIRMED']] });
    expect(await world.levels('cake')).toEqual([`${down} 0/0`, `${MAIN} 0/0`].sort());
  });
});

describe('moving stock between places', () => {
  it('leaves what there is in all as it is, and is written down at both', async () => {
    const down = await cellar();
    await world.db.outboxEvent.deleteMany();

    expect(await transfers(3, [MAIN, down])).toMatchObject({ ok: true, value: { onHand: 5, reserved: 0 } });

    expect(await world.levels('cake')).toEqual([`${down} 3/0`, `${MAIN} 2/0`].sort());
    expect((await world.movements('cake')).slice(1).map(({ kind, delta }) => [kind, delta])).toEqual([
      ['TRANSFERRED', -3],
      ['TRANSFERRED', 3],
    ]);
    expect(await world.toldTypes()).toEqual(['stock.transferred']);
  });

  it('takes no promised unit, nothing from or to a place that is not the business’s, and none to itself', async () => {
    const down = await cellar();
    await world.item('sushi', 1, 'biz_other');
    await world.holds('ord_1', cakes(4));

    expect(await transfers(2, [MAIN, down])).toMatchObject({ code: 'OUT_OF_STOCK', path: ['input', 'quantity'] });
    expect(await transfers(1, [MAIN, 'loc_biz_other'])).toMatchObject({ code: 'LOCATION_NOT_FOUND' });
    expect(await transfers(1, ['loc_biz_other', down])).toMatchObject({ code: 'LOCATION_NOT_FOUND' });
    expect(await transfers(1, [MAIN, MAIN])).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await transfers(1, [MAIN, down], EVE)).toMatchObject({ code: 'ITEM_NOT_FOUND' });
    expect(await world.levels('cake')).toEqual([`${MAIN} 5/4`]);
  });

  it('happens once for a key', async () => {
    const down = await cellar();
    const input = { itemId: 'cake', fromLocationId: MAIN, toLocationId: down, quantity: 2, reason: 'x' };
    const ask = () => world.as(BEN).does(transferStock, { ...input, idempotencyKey: 'move-1' });

    const answers = await Promise.all(Array.from({ length: 8 }, ask));

    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(await world.levels('cake')).toEqual([`${down} 2/0`, `${MAIN} 3/0`].sort());
  });
});

describe('correcting stock at a place', () => {
  it('takes no more than is free there', async () => {
    const down = await cellar();
    await adjusts(2, down);

    expect(await adjusts(-3, down)).toMatchObject({ code: 'OUT_OF_STOCK' });
    expect(await adjusts(1, 'loc_ghost')).toMatchObject({ code: 'LOCATION_NOT_FOUND' });
    expect(await adjusts(-2, down)).toEqual({ ok: true, value: { onHand: 5, reserved: 0 } });
  });
});
