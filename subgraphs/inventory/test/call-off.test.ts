import { LINES, openPantry } from './support/promised.ts';

const { world, promised } = openPantry();

describe('when a part of an order is called off', () => {
  it('only its lines are released while they are a promise, each once', async () => {
    await promised();

    await world.cancels('ord_1', ['cake', 'soup']);
    await world.cancels('ord_1', ['cake']);

    expect(await world.stock('burger')).toBe('10/2');
    expect(await world.stock('cake')).toBe('3/0');
    expect(await world.hold('ord_1')).toEqual({
      state: 'ACTIVE',
      lines: [
        ['burger', 2, 'ACTIVE'],
        ['cake', 3, 'RELEASED'],
      ],
    });
    expect((await world.told()).at(-1)).toEqual({
      type: 'stock.hold-released',
      subject: 'ord_1',
      payload: { orderId: 'ord_1', itemIds: ['cake'] },
    });
    expect(await world.deadlines()).toHaveLength(1);
  });

  it('the rest is still kept, and the last part ends the promise', async () => {
    await promised();
    await world.cancels('ord_1', ['cake']);
    await world.confirms('ord_1');

    expect(await world.stock('burger')).toBe('8/0');
    expect(await world.stock('cake')).toBe('3/0');

    await world.holds('ord_2', LINES);
    await world.cancels('ord_2', ['cake']);
    await world.cancels('ord_2', ['burger']);
    expect(await world.hold('ord_2')).toMatchObject({ state: 'RELEASED' });
  });

  it('what had left the stock is put back, once, under the order it came from', async () => {
    await promised();
    await world.confirms('ord_1');
    await world.db.outboxEvent.deleteMany();

    await world.cancels('ord_1', ['cake']);
    await world.cancels('ord_1', ['cake']);

    expect(await world.stock('cake')).toBe('3/0');
    expect(await world.stock('burger')).toBe('8/0');
    expect(await world.movements('cake')).toEqual([
      { kind: 'INITIAL', delta: 3, orderId: null, actor: 'inventory' },
      { kind: 'SOLD', delta: -3, orderId: 'ord_1', actor: 'inventory' },
      { kind: 'RETURNED', delta: 3, orderId: 'ord_1', actor: 'inventory' },
    ]);
    expect(await world.told()).toEqual([
      { type: 'stock.returned', subject: 'cake', payload: { itemId: 'cake', businessId: 'biz_bistro', available: 3 } },
    ]);
  });

  it('after the promise ran out there is nothing to return', async () => {
    await promised();
    await world.expires('ord_1');

    await world.cancels('ord_1', ['burger', 'cake']);

    expect(await world.stock('burger')).toBe('10/0');
    expect(await world.stock('cake')).toBe('3/0');
  });

  it('and a confirmation that is heard only afterwards takes nothing: facts may come in another order', async () => {
    await promised();
    await world.expires('ord_1');
    await world.cancels('ord_1', ['burger', 'cake']);

    await world.confirms('ord_1');

    expect(await world.stock('burger')).toBe('10/0');
    expect(await world.stock('cake')).toBe('3/0');
  });
});
