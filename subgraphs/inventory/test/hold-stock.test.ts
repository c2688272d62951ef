import { countStatements } from '@app/kernel/testing';
import { openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterEach(async () => expect(await world.wrongBooks()).toEqual([]));
afterAll(() => world.close());

const HALF_PAST = new Date('2026-01-01T12:30:00Z');

describe('holding stock for an order', () => {
  it('promises all lines for 30 minutes, each item once, and gives them back a minute after that', async () => {
    await world.item('burger', 10);
    await world.item('cake', 5);
    await world.item('soup', null);

    const answer = await world.holds('ord_1', [
      { itemId: 'cake', quantity: 1 },
      { itemId: 'burger', quantity: 2 },
      { itemId: 'soup', quantity: 9 },
      { itemId: 'cake', quantity: 2 },
    ]);

    expect(answer).toEqual({ ok: true, value: { expiresAt: HALF_PAST } });
    expect(await world.stock('burger')).toBe('10/2');
    expect(await world.stock('cake')).toBe('5/3');
    expect(await world.stock('soup')).toBe('0/0');
    expect(await world.hold('ord_1')).toEqual({
      state: 'ACTIVE',
      lines: [
        ['burger', 2, 'ACTIVE'],
        ['cake', 3, 'ACTIVE'],
      ],
    });
    expect(await world.told()).toEqual([
      { type: 'stock.held', subject: 'ord_1', payload: { orderId: 'ord_1', expiresAt: HALF_PAST.toISOString() } },
    ]);
    expect(await world.deadlines()).toEqual([
      { kind: 'inventory.expire-hold', subject: 'ord_1', dueAt: new Date(HALF_PAST.getTime() + 60_000) },
    ]);
  });

  it('says so when it takes the last one', async () => {
    await world.item('cake', 1);

    await world.holds('ord_1', [{ itemId: 'cake', quantity: 1 }]);

    expect(await world.told()).toEqual([
      expect.objectContaining({ type: 'stock.held' }),
      { type: 'stock.ran-out', subject: 'cake', payload: { itemId: 'cake', businessId: 'biz_bistro' } },
    ]);
  });

  it('names what is short, and holds nothing of the rest', async () => {
    await world.item('burger', 10);
    await world.item('cake', 1);
    await world.item('pie', 0);
    await world.db.outboxEvent.deleteMany();

    const answer = await world.holds('ord_1', [
      { itemId: 'burger', quantity: 1 },
      { itemId: 'cake', quantity: 2 },
      { itemId: 'pie', quantity: 1 },
    ]);

    expect(answer).toMatchObject({ ok: false, code: 'OUT_OF_STOCK', shortItemIds: ['cake', 'pie'] });
    expect(await world.stock('burger')).toBe('10/0');
    expect(await world.hold('ord_1')).toBeNull();
    expect(await world.told()).toEqual([]);
    expect(await world.deadlines()).toEqual([]);
  });

  it('sees through one item in many lines', async () => {
    await world.item('cake', 3);
    const lines = [2, 2].map((quantity) => ({ itemId: 'cake', quantity }));

    expect(await world.holds('ord_1', lines)).toMatchObject({ code: 'OUT_OF_STOCK', shortItemIds: ['cake'] });
  });

  it('promises nothing about an item it has not heard of yet', async () => {
    await world.item('burger', 10);

    const answer = await world.holds('ord_1', [
      { itemId: 'burger', quantity: 1 },
      { itemId: 'ghost', quantity: 1 },
    ]);

    expect(answer).toMatchObject({ ok: false, code: 'ITEM_NOT_FOUND' });
    expect(await world.stock('burger')).toBe('10/0');
    expect(await world.told()).toEqual([]);
  });

  it('has nothing to promise when no line is tracked', async () => {
    await world.item('soup', null);

    expect(await world.holds('ord_1', [{ itemId: 'soup', quantity: 500 }])).toEqual({
      ok: true,
      value: { expiresAt: null },
    });
    expect(await world.hold('ord_1')).toBeNull();
    expect(await world.told()).toEqual([]);
  });

  it('answers the same order the same, later and in another order of lines', async () => {
    await world.item('burger', 10);
    await world.item('cake', 5);
    const [burger, cake] = [
      { itemId: 'burger', quantity: 1 },
      { itemId: 'cake', quantity: 1 },
    ];

    const first = await world.holds('ord_1', [burger, cake]);
    world.later(60_000);
    const second = await world.holds('ord_1', [cake, burger]);

    expect(second).toEqual(first);
    expect(await world.stock('burger')).toBe('10/1');
    expect(await world.toldTypes()).toEqual(['stock.held']);
  });

  it('refuses the same order with something else', async () => {
    await world.item('burger', 10);
    await world.holds('ord_1', [{ itemId: 'burger', quantity: 1 }]);

    expect(await world.holds('ord_1', [{ itemId: 'burger', quantity: 2 }])).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(await world.stock('burger')).toBe('10/1');
  });

  it('does not revive a promise that has ended', async () => {
    await world.item('burger', 10);
    const lines = [{ itemId: 'burger', quantity: 1 }];
    await world.holds('ord_1', lines);
    await world.expires('ord_1');

    expect(await world.holds('ord_1', lines)).toMatchObject({ ok: false, code: 'HOLD_ENDED' });
    expect(await world.stock('burger')).toBe('10/0');
  });

  it.each([
    ['no lines', { lines: [] }],
    ['a negative quantity', { lines: [{ itemId: 'burger', quantity: -1 }] }],
    ['a quantity of none', { lines: [{ itemId: 'burger', quantity: 0 }] }],
    ['half a burger', { lines: [{ itemId: 'burger', quantity: 0.5 }] }],
    ['a huge quantity', { lines: [{ itemId: 'burger', quantity: 2 ** 31 }] }],
    ['a NUL', { orderId: 'ord\0', lines: [{ itemId: 'burger', quantity: 1 }] }],
  ])('refuses %s', async (_what, { orderId = 'ord_1', lines }: { orderId?: string; lines: never[] | object[] }) => {
    await world.item('burger', 10);

    expect(await world.holds(orderId, lines as never)).toMatchObject({ ok: false, code: 'INVALID_INPUT' });
    expect(await world.stock('burger')).toBe('10/0');
  });

  it('takes three lines in one statement, and a repetition looks again with everything locked', async () => {
    const lines = ['burger', 'cake', 'pie'].map((itemId) => ({ itemId, quantity: 1 }));
    for (const { itemId } of lines) await world.item(itemId, 3);

    const { statements } = await countStatements(() => world.holds('ord_1', lines));
    const { statements: repeated } = await countStatements(() => world.holds('ord_1', lines));

    expect(statements).toHaveLength(1);
    expect(repeated.map((statement) => statement.trim().split(/\s/)[0])).toEqual(
      'WITH BEGIN WITH SELECT COMMIT'.split(' '),
    );
  });
});
