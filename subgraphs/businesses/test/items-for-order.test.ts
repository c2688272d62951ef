import { deliver } from '@app/kernel/events/deliver';
import { openLog } from '@app/kernel/log';
import { countStatements } from '@app/kernel/testing';
import { anonymous } from '@app/kernel/viewer';
import type { EventOf } from '@app/schema/events';
import { followStock } from '../src/consumers/follow-stock.ts';
import { memberOf, NOON, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(async () => {
  await world.reset();
  await world.business({ id: 'biz_1', name: 'Bistro' });
  await world.item({ id: 'itm_1', businessId: 'biz_1', name: 'Soup' });
});
afterAll(() => world.close());

const ASK = /* GraphQL */ `
  query ($ids: [ID!]!) {
    itemsForOrder(ids: $ids) {
      id name category priceMinor currencyCode available
      business { id name isOpen location { latitude longitude } taxBasisPoints deliveryFeeMinor }
    }
  }
`;
const ask = (ids: string[]) => world.ask(anonymous('orders'), ASK, { ids });
const itemsOf = async (...ids: string[]) => (await ask(ids)).data.itemsForOrder;

describe('the items of an order', () => {
  it('come with the server’s own prices and a copy of their business, in one statement', async () => {
    await world.db.menuCategory.create({ data: { id: 'cat_1', businessId: 'biz_1', name: 'Starters', position: 0 } });
    await world.item({ id: 'itm_2', businessId: 'biz_1', name: 'Salad', priceMinor: 980n, categoryId: 'cat_1' });

    const { result, statements } = await countStatements(() => ask(['itm_2', 'itm_1', 'itm_unknown', 'a\0', 'itm_2']));

    const business = {
      id: 'biz_1',
      name: 'Bistro',
      isOpen: true,
      location: { latitude: 52.52, longitude: 13.405 },
      taxBasisPoints: 700,
      deliveryFeeMinor: '190',
    };
    const rest = { currencyCode: 'EUR', available: true, business };
    expect(result.data.itemsForOrder).toEqual([
      { id: 'itm_2', name: 'Salad', category: 'Starters', priceMinor: '980', ...rest },
      { id: 'itm_1', name: 'Soup', category: null, priceMinor: '650', ...rest },
    ]);
    expect(statements).toHaveLength(1);
  });

  it.each([
    ['switched off', { switchedOn: false }],
    ['hidden', { visible: false }],
  ])('are not available when %s', async (_what, data) => {
    await world.db.menuItem.updateMany({ data });
    expect(await itemsOf('itm_1')).toMatchObject([{ available: false, business: { isOpen: true } }]);
  });

  it('are available when the menu shows them as sold out: inventory decides, and says OUT_OF_STOCK', async () => {
    await world.db.menuItem.updateMany({ data: { inStock: false } });
    expect(await itemsOf('itm_1')).toMatchObject([{ available: true }]);
  });

  it('say when their business is closed', async () => {
    await world.db.business.updateMany({ data: { paused: true } });
    expect(await itemsOf('itm_1')).toMatchObject([{ available: true, business: { isOpen: false } }]);
  });

  it.each(['PENDING', 'SUSPENDED'] as const)('are left out when their business is %s', async (status) => {
    await world.db.business.updateMany({ data: { status } });
    expect(await itemsOf('itm_1')).toEqual([]);
  });

  it('show a new price at once', async () => {
    await itemsOf('itm_1');
    await world.db.menuItem.updateMany({ data: { priceMinor: 700n } });
    expect(await itemsOf('itm_1')).toMatchObject([{ priceMinor: '700' }]);
  });

  it('are told to orders only, and never five hundred and one', async () => {
    expect((await world.ask(memberOf('biz_1'), ASK, { ids: ['itm_1'] })).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await ask(Array.from({ length: 501 }, (_, n) => `itm_${n}`))).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

describe('when stock runs out or returns', () => {
  const hear = (id: string, type: 'stock.ran-out' | 'stock.returned', itemId = 'itm_1') => {
    const event: EventOf = {
      id,
      type,
      version: 1,
      subject: itemId,
      occurredAt: NOON,
      correlationId: null,
      payload: { itemId, businessId: 'biz_1', available: 3 },
    };
    return deliver({ service: 'businesses', db: world.db, log: openLog('businesses') }, followStock, event);
  };

  it('the menu shows its item as sold out, then not; an old story told again changes nothing', async () => {
    const inStock = async () => (await world.db.menuItem.findUniqueOrThrow({ where: { id: 'itm_1' } })).inStock;
    expect(await hear('evt_1', 'stock.ran-out')).toBe('handled');
    expect(await inStock()).toBe(false);
    await hear('evt_2', 'stock.returned');
    expect(await hear('evt_1', 'stock.ran-out')).toBe('duplicate');
    expect(await inStock()).toBe(true);
  });

  it('tells those who keep menus, once for each change', async () => {
    const told = async () =>
      (await world.db.outboxEvent.findMany({ where: { subject: 'public' } })).map(({ payload }) => payload);
    await hear('evt_4', 'stock.returned');
    expect(await told()).toEqual([]);
    await hear('evt_5', 'stock.ran-out');
    await hear('evt_6', 'stock.ran-out');
    expect(await told()).toEqual([{ __typename: 'MenuItem', id: 'itm_1' }]);
  });

  it('an item nobody knows is no reason to stop', async () => {
    expect(await hear('evt_3', 'stock.ran-out', 'itm_unknown')).toBe('handled');
  });
});
