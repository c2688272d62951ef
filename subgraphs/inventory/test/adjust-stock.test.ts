import { adjustStock } from '../src/commands/adjust-stock.ts';
import { ADA, ADMIN, BEN, EVE, openWorld } from './support/world.ts';

const world = openWorld({ connections: 20 });
beforeEach(async () => {
  await world.reset();
  await world.item('cake', 5);
});
afterEach(async () => expect(await world.wrongBooks()).toEqual([]));
afterAll(() => world.close());

let keys = 0;
const wish = (delta: number, given: Partial<{ itemId: string; reason: string; idempotencyKey: string }> = {}) => ({
  ...{ itemId: 'cake', delta, reason: 'counted', idempotencyKey: `key-${++keys}` },
  ...given,
});
const adjusts = (input: ReturnType<typeof wish>, viewer = BEN) => world.as(viewer).does(adjustStock, input);

describe('adjusting stock', () => {
  it('adds, with a reason that stays, and tells it', async () => {
    expect(await adjusts(wish(7, { reason: ' fresh from the oven ' }))).toEqual({
      ok: true,
      value: { onHand: 12, reserved: 0 },
    });

    expect(await world.db.stockMovement.findFirst({ where: { kind: 'ADJUSTED' } })).toMatchObject({
      itemId: 'cake',
      delta: 7,
      reason: 'fresh from the oven',
      actor: 'usr_ben',
      at: world.clock(),
    });
    const adjusted = {
      ...{ itemId: 'cake', businessId: 'biz_bistro', delta: 7, onHand: 12, reason: 'fresh from the oven' },
      locationId: 'loc_biz_bistro',
    };
    expect(await world.told()).toEqual([{ type: 'stock.adjusted', subject: 'cake', payload: adjusted }]);
  });

  it('says when the last is gone and when there is some again', async () => {
    await adjusts(wish(-5));
    await adjusts(wish(2), ADMIN);

    expect(await world.toldTypes()).toEqual(['stock.adjusted', 'stock.ran-out', 'stock.adjusted', 'stock.returned']);
  });

  it('never takes what is promised', async () => {
    await world.holds('ord_1', [{ itemId: 'cake', quantity: 2 }]);
    await world.db.outboxEvent.deleteMany();

    expect(await adjusts(wish(-4))).toMatchObject({ ok: false, code: 'OUT_OF_STOCK', path: ['input', 'delta'] });
    expect(await world.stock('cake')).toBe('5/2');
    expect(await world.told()).toEqual([]);
    expect(await adjusts(wish(-3))).toEqual({ ok: true, value: { onHand: 2, reserved: 2 } });
  });

  it.each([
    ['another business', EVE],
    ['a customer who owns nothing', { ...ADA, businessIds: ['biz_bistro'] }],
  ])('tells %s that there is no such item', async (_who, viewer) => {
    expect(await adjusts(wish(1), viewer)).toMatchObject({ ok: false, code: 'ITEM_NOT_FOUND' });
    expect(await adjusts(wish(1, { itemId: 'ghost' }), viewer)).toMatchObject({ ok: false, code: 'ITEM_NOT_FOUND' });
    expect(await world.stock('cake')).toBe('5/0');
  });

  it('has nothing to adjust on an item that is made to order', async () => {
    await world.item('soup', null);

    expect(await adjusts(wish(1, { itemId: 'soup' }))).toMatchObject({ ok: false, code: 'NOT_TRACKED' });
  });

  it.each([
    ['no change', wish(0), 'delta'],
    ['half a cake', wish(0.5), 'delta'],
    ['more than a kitchen holds', wish(1_000_001), 'delta'],
    ['no reason', wish(1, { reason: '  ' }), 'reason'],
    ['a long reason', wish(1, { reason: 'x'.repeat(201) }), 'reason'],
    ['a NUL', wish(1, { reason: 'a\0b' }), 'reason'],
    ['no key', wish(1, { idempotencyKey: '' }), 'idempotencyKey'],
  ])('refuses %s', async (_what, input, field) => {
    expect(await adjusts(input)).toMatchObject({ ok: false, code: 'INVALID_INPUT', path: ['input', field] });
    expect(await world.stock('cake')).toBe('5/0');
  });
});

describe('an idempotency key', () => {
  it('answers the same again, as it was, and changes nothing more', async () => {
    const input = wish(-5);
    const first = await adjusts(input);
    await adjusts(wish(9));

    expect(await adjusts(input)).toEqual(first);
    expect(first).toEqual({ ok: true, value: { onHand: 0, reserved: 0 } });
    expect(await world.stock('cake')).toBe('9/0');
  });

  it('is not for another input', async () => {
    const input = wish(1);
    await adjusts(input);

    expect(await adjusts({ ...input, delta: 2 })).toMatchObject({
      ok: false,
      code: 'IDEMPOTENCY_CONFLICT',
      path: ['input', 'idempotencyKey'],
    });
    expect(await world.stock('cake')).toBe('6/0');
  });

  it('belongs to its caller', async () => {
    const input = wish(1);
    await adjusts(input, BEN);
    await adjusts(input, ADMIN);

    expect(await world.stock('cake')).toBe('7/0');
  });

  it('is not used up by a refusal', async () => {
    const input = wish(-6);
    expect(await adjusts(input)).toMatchObject({ code: 'OUT_OF_STOCK' });
    await adjusts(wish(1));

    expect(await adjusts(input)).toEqual({ ok: true, value: { onHand: 0, reserved: 0 } });
  });

  it('sent 16 times at the same moment takes all five cakes once, and everybody hears the same', async () => {
    const input = wish(-5);

    const answers = await Promise.all(Array.from({ length: 16 }, () => adjusts(input)));

    expect(answers).toEqual(answers.map(() => ({ ok: true, value: { onHand: 0, reserved: 0 } })));
    expect(await world.movements('cake')).toHaveLength(2);
    expect(await world.toldTypes()).toEqual(['stock.adjusted', 'stock.ran-out']);
  });

  it('sent for two items at the same moment changes one of them', async () => {
    await world.item('pie', 5);
    const input = wish(1);

    const answers = await Promise.all([adjusts(input), adjusts({ ...input, itemId: 'pie' })]);

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'IDEMPOTENCY_CONFLICT')).toHaveLength(1);
    expect(await world.toldTypes()).toEqual(['stock.adjusted']);
  });
});
