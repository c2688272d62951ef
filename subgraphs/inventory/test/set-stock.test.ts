import { setRules } from '../src/commands/set-rules.ts';
import { type CountedLevel, setStock } from '../src/commands/set-stock.ts';
import { ADMIN, BEN, EVE, openWorld } from './support/world.ts';

const world = openWorld({ connections: 20 });
beforeEach(async () => {
  await world.reset();
  await world.item('cake', 5);
  await world.item('pie', 7);
});
afterEach(async () => expect(await world.wrongBooks()).toEqual([]));
afterAll(() => world.close());

let keys = 0;
const sets = (levels: CountedLevel[], { viewer = BEN, idempotencyKey = `key-${++keys}` } = {}) =>
  world.as(viewer).does(setStock, { levels, reason: 'counted', idempotencyKey });
const counted = (itemId: string, expectedOnHand: number, onHand: number) => ({ itemId, expectedOnHand, onHand });

describe('setting stock to what was counted', () => {
  it('sets all of it, and writes down and tells what has changed', async () => {
    const answer = await sets([
      counted('pie', 7, 9),
      counted('cake', 5, 0),
      { ...counted('pie', 7, 9), locationId: null },
    ]);
    expect(answer).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'levels', '2', 'itemId'] });
    await world.item('tea', 1);

    expect(await sets([counted('pie', 7, 9), counted('cake', 5, 0), counted('tea', 1, 1)])).toMatchObject({
      ok: true,
      value: [
        { itemId: 'pie', onHand: 9, reserved: 0 },
        { itemId: 'cake', onHand: 0, reserved: 0 },
        { itemId: 'tea', onHand: 1, reserved: 0 },
      ],
    });
    expect(await world.stock('pie')).toBe('9/0');
    expect((await world.movements('cake')).at(-1)).toMatchObject({ kind: 'COUNTED', delta: -5, actor: 'usr_ben' });
    expect(await world.movements('tea')).toHaveLength(1);
    expect((await world.told()).map(({ type, subject }) => `${type} ${subject}`).sort()).toEqual([
      'stock.adjusted cake',
      'stock.adjusted pie',
      'stock.ran-out cake',
    ]);
  });

  it.each([
    ['somebody has changed it since', counted('pie', 6, 9), 'STOCK_CHANGED', 'expectedOnHand'],
    ['more is promised', counted('pie', 7, 1), 'OUT_OF_STOCK', 'onHand'],
    ['nobody knows it', counted('ghost', 0, 1), 'ITEM_NOT_FOUND', 'itemId'],
    ['it is not counted', counted('soup', 0, 1), 'NOT_TRACKED', 'itemId'],
    ['it is another business’s', counted('sushi', 1, 2), 'ITEM_NOT_FOUND', 'itemId'],
    ['there is no such place', { ...counted('pie', 7, 8), locationId: 'loc_x' }, 'LOCATION_NOT_FOUND', 'locationId'],
    ['it is less than nothing', counted('pie', 7, -1), 'INVALID_INPUT', 'onHand'],
  ])('sets nothing at all when of one %s', async (_what, wrong, code, field) => {
    await world.item('soup', null);
    await world.item('sushi', 1, 'biz_other');
    await world.holds('ord_1', [{ itemId: 'pie', quantity: 2 }]);
    await world.db.outboxEvent.deleteMany();

    expect(await sets([counted('cake', 5, 4), wrong])).toMatchObject({ code, path: ['input', 'levels', '1', field] });
    expect(await world.stock('cake')).toBe('5/0');
    expect(await world.told()).toEqual([]);
  });

  it('once for a key, with the answer of then, also 16 times at once', async () => {
    const ask = () => sets([counted('cake', 5, 3)], { idempotencyKey: 'count-1' });
    const answers = await Promise.all(Array.from({ length: 16 }, ask));
    await sets([counted('cake', 3, 8)]);

    const then = { ok: true, value: [expect.objectContaining({ itemId: 'cake', onHand: 3 })] };
    expect([...answers, await ask()]).toEqual(Array.from({ length: 17 }, () => then));
    expect(await world.stock('cake')).toBe('8/0');
    expect(await sets([counted('cake', 8, 1)], { idempotencyKey: 'count-1' })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });

  it('of several who counted at the same moment, the first one wins', async () => {
    const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => sets([counted('cake', 5, 10 + n)])));

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'STOCK_CHANGED')).toHaveLength(15);
  });
});

describe('an item that becomes low', () => {
  const rules = (input: object, viewer = BEN) => world.as(viewer).does(setRules, { itemId: 'pie', ...input });
  const low = (available: number) => ({
    ...{ type: 'stock.ran-low', subject: 'pie' },
    payload: { itemId: 'pie', businessId: 'biz_bistro', available, threshold: 5 },
  });

  it('is told once each time it gets there from above', async () => {
    await rules({ lowStockThreshold: 5 });
    expect(await world.told()).toEqual([]);
    const lowTold = async () => (await world.told()).filter(({ type }) => type === 'stock.ran-low');

    await world.holds('ord_1', [{ itemId: 'pie', quantity: 1 }]);
    expect(await lowTold()).toEqual([]);
    await world.holds('ord_2', [{ itemId: 'pie', quantity: 2 }]);
    await world.holds('ord_3', [{ itemId: 'pie', quantity: 1 }]);
    await world.confirms('ord_2');
    expect(await lowTold()).toEqual([low(4)]);
    await world.expires('ord_3');
    expect(await lowTold()).toHaveLength(1);

    await sets([counted('pie', 5, 9)]);
    await sets([counted('pie', 9, 6)]);
    expect(await lowTold()).toEqual([low(4), low(5)]);
  });

  it('is told when its business asks to be told from now on, and not twice', async () => {
    await sets([counted('pie', 7, 4)]);
    await world.db.outboxEvent.deleteMany();

    expect(await rules({ lowStockThreshold: 5 }, ADMIN)).toMatchObject({ ok: true, value: { lowStockThreshold: 5 } });
    await rules({ lowStockThreshold: 5 });
    expect(await world.told()).toEqual([low(4)]);
    expect(await rules({ lowStockThreshold: null, limitPerCustomer: 2 })).toMatchObject({
      value: { lowStockThreshold: null, limitPerCustomer: 2 },
    });
    expect(await rules({ lowStockThreshold: 1 })).toMatchObject({ value: { limitPerCustomer: 2 } });
  });

  it('is nobody else’s to decide', async () => {
    await world.item('soup', null);
    expect(await rules({ lowStockThreshold: 1 }, EVE)).toMatchObject({ code: 'ITEM_NOT_FOUND' });
    expect(await rules({ itemId: 'soup', lowStockThreshold: 1 })).toMatchObject({ code: 'NOT_TRACKED' });
    expect(await rules({ lowStockThreshold: -1 })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await rules({ limitPerCustomer: 0 })).toMatchObject({ code: 'INVALID_INPUT' });
  });
});
