import { openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterEach(async () => expect(await world.wrongBooks()).toEqual([]));
afterAll(() => world.close());

const created = (initialStock: number | null) =>
  world.hears('item.created', {
    ...{ itemId: 'burger', businessId: 'biz_bistro', name: 'Burger', priceMinor: 1_290n, currency: 'EUR' },
    initialStock,
  });

describe('an item that is new on a menu', () => {
  it('starts with what it was given, as the first movement of its log', async () => {
    await created(10);

    expect(await world.stock('burger')).toBe('10/0');
    expect(await world.movements('burger')).toEqual([
      { kind: 'INITIAL', delta: 10, orderId: null, actor: 'inventory' },
    ]);
    expect(await world.told()).toEqual([]);
  });

  it('is known but not counted when made to order', async () => {
    await created(null);

    expect(await world.db.stockItem.findMany()).toEqual([
      { itemId: 'burger', businessId: 'biz_bistro', tracked: false, onHand: 0, reserved: 0 },
    ]);
    expect(await world.movements('burger')).toEqual([]);
  });

  it('has run out from the start when there is none', async () => {
    await created(0);

    expect(await world.toldTypes()).toEqual(['stock.ran-out']);
  });

  it('is taken in once, whatever is said later', async () => {
    await created(10);
    await created(10);
    await created(99);

    expect(await world.stock('burger')).toBe('10/0');
    expect(await world.movements('burger')).toHaveLength(1);
  });
});

describe('the movement log', () => {
  it('cannot be rewritten, thinned or emptied', async () => {
    await created(10);

    await expect(world.db.stockMovement.updateMany({ data: { delta: 1 } })).rejects.toThrow('never changed');
    await expect(world.db.stockMovement.deleteMany()).rejects.toThrow('never changed');
    await expect(world.db.$executeRaw`TRUNCATE "StockMovement"`).rejects.toThrow('never changed');
    expect(await world.movements('burger')).toHaveLength(1);
  });
});

describe('the database itself refuses', () => {
  it.each([
    ['stock below nothing', { onHand: -1 }, 'StockItem_onHand_check'],
    ['a promise of more than there is', { reserved: 11 }, 'StockItem_reserved_check'],
    ['a negative promise', { reserved: -1 }, 'StockItem_reserved_check'],
    ['stock of what is not counted', { tracked: false }, 'StockItem_untracked_check'],
  ])('%s', async (_what, wrong, constraint) => {
    await created(10);

    await expect(world.db.stockItem.update({ where: { itemId: 'burger' }, data: wrong })).rejects.toThrow(constraint);
  });
});
