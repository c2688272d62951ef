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

    expect(await world.db.stockItem.findMany()).toMatchObject([
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
  const level = (data: object) => world.db.stockLevel.updateMany({ data });
  const item = (data: object) => world.db.stockItem.updateMany({ data });

  it.each([
    ['stock below nothing', () => level({ onHand: -1 }), 'StockLevel_onHand_check'],
    ['a promise of more than there is', () => level({ reserved: 11 }), 'StockLevel_reserved_check'],
    ['a negative promise', () => level({ reserved: -1 }), 'StockLevel_reserved_check'],
    ['stock of what is not counted', () => item({ tracked: false }), 'StockItem_untracked_check'],
    ['totals that somebody wrote', () => item({ onHand: 11 }), 'totals follow'],
    ['promises in totals that somebody wrote', () => item({ reserved: 1 }), 'totals follow'],
    ['the end of a level', () => world.db.stockLevel.deleteMany(), 'never removed'],
    ['a threshold below nothing', () => item({ lowStockThreshold: -1 }), 'StockItem_threshold_check'],
    ['a limit of nothing', () => item({ limitPerCustomer: 0 }), 'StockItem_limit_check'],
  ])('%s', async (_what, wrong, constraint) => {
    await created(10);

    await expect(wrong()).rejects.toThrow(constraint);
    expect(await world.stock('burger')).toBe('10/0');
  });

  it('an item that begins with stock of nowhere', async () => {
    const row = { itemId: 'burger', businessId: 'biz_bistro', tracked: true, onHand: 1 };
    await expect(world.db.stockItem.create({ data: row })).rejects.toThrow('totals follow');
  });

  it('stock in a place of another business', async () => {
    await created(10);
    await world.item('sushi', 1, 'biz_other');

    const astray = { itemId: 'burger', locationId: 'loc_biz_other', businessId: 'biz_bistro', onHand: 1 };
    await expect(world.db.stockLevel.create({ data: astray })).rejects.toThrow(/foreign key/i);
    await expect(world.db.stockLevel.create({ data: { ...astray, businessId: 'biz_other' } })).rejects.toThrow(
      /foreign key/i,
    );
  });
});

it('has one place to be in until its business says more', async () => {
  await created(10);
  await world.item('cake', 5);

  expect(await world.db.stockLocation.findMany()).toMatchObject([
    { id: 'loc_biz_bistro', businessId: 'biz_bistro', name: 'Main', position: 0 },
  ]);
  expect(await world.levels('burger')).toEqual(['loc_biz_bistro 10/0']);
});
