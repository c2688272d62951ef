import { countStatements } from '@app/kernel/testing';
import { releaseHold } from '../src/commands/release-hold.ts';
import { consumers } from '../src/consumers/index.ts';
import { LINES, openPantry } from './support/promised.ts';
import { namesOf, ORDERS } from './support/world.ts';

const { world, promised } = openPantry();
const releases = (orderId: string) => world.as(ORDERS).does(releaseHold, { orderId });

describe('when an order is confirmed', () => {
  it('its units leave the stock, and the log says so', async () => {
    await promised();

    await world.confirms('ord_1');

    expect(await world.stock('burger')).toBe('8/0');
    expect(await world.stock('cake')).toBe('0/0');
    expect(await world.hold('ord_1')).toEqual({
      state: 'CONFIRMED',
      lines: [
        ['burger', 2, 'CONFIRMED'],
        ['cake', 3, 'CONFIRMED'],
      ],
    });
    expect(await world.movements('burger')).toEqual([
      { kind: 'INITIAL', delta: 10, orderId: null, actor: 'inventory' },
      { kind: 'SOLD', delta: -2, orderId: 'ord_1', actor: 'inventory' },
    ]);
    expect(await world.told()).toEqual([
      { type: 'stock.hold-confirmed', subject: 'ord_1', payload: { orderId: 'ord_1' } },
    ]);
    expect(await world.deadlines()).toEqual([]);
  });

  it('its three lines cost one statement, with the inbox row', async () => {
    await world.item('pie', 1);
    await world.holds('ord_1', [...LINES, { itemId: 'pie', quantity: 1 }]);

    const { statements } = await countStatements(() => world.confirms('ord_1'));

    expect(statements).toHaveLength(1);
  });

  it('the same news again moves nothing, nor does a deadline that comes too late', async () => {
    await promised();
    await world.confirms('ord_1');

    await world.confirms('ord_1');
    await world.expires('ord_1');

    expect(await world.stock('burger')).toBe('8/0');
    expect(await world.movements('burger')).toHaveLength(2);
    expect(await world.toldTypes()).toEqual(['stock.hold-confirmed']);
  });

  it('an order with nothing tracked in it moves nothing', async () => {
    await world.confirms('ord_untracked');

    expect(await world.told()).toEqual([]);
    expect(await world.hold('ord_untracked')).toBeNull();
  });

  it('after the promise ran out, the units are taken again while they are there', async () => {
    await promised();
    await world.expires('ord_1');
    await world.db.outboxEvent.deleteMany();

    await world.confirms('ord_1');

    expect(await world.stock('burger')).toBe('8/0');
    expect(await world.stock('cake')).toBe('0/0');
    expect(await world.hold('ord_1')).toMatchObject({ state: 'CONFIRMED' });
    expect(await world.told()).toEqual([
      { type: 'stock.hold-confirmed', subject: 'ord_1', payload: { orderId: 'ord_1' } },
      { type: 'stock.ran-out', subject: 'cake', payload: { itemId: 'cake', businessId: 'biz_bistro' } },
    ]);
  });

  it('after the promise ran out and one item is gone, none is taken and the loss is told once', async () => {
    await promised();
    await world.expires('ord_1');
    await world.holds('ord_2', [{ itemId: 'cake', quantity: 1 }]);
    await world.db.outboxEvent.deleteMany();

    await world.confirms('ord_1');
    await world.confirms('ord_1');

    expect(await world.stock('burger')).toBe('10/0');
    expect(await world.stock('cake')).toBe('3/1');
    expect(await world.told()).toEqual([
      { type: 'stock.hold-lost', subject: 'ord_1', payload: { orderId: 'ord_1', itemIds: ['cake'] } },
    ]);
  });

  it('after the promise was released, the contradiction is told instead of stock taken', async () => {
    await promised();
    await releases('ord_1');
    await world.db.outboxEvent.deleteMany();

    await world.confirms('ord_1');

    expect(await world.stock('burger')).toBe('10/0');
    expect(await world.told()).toEqual([
      { type: 'stock.hold-lost', subject: 'ord_1', payload: { orderId: 'ord_1', itemIds: ['burger', 'cake'] } },
    ]);
  });
});

describe('when the promise runs out', () => {
  it('its units can be promised again, and it is told', async () => {
    await promised();

    await world.expires('ord_1');
    await world.expires('ord_1');

    expect(await world.stock('burger')).toBe('10/0');
    expect(await world.hold('ord_1')).toMatchObject({ state: 'EXPIRED' });
    expect(await world.told()).toEqual([
      { type: 'stock.returned', subject: 'cake', payload: { itemId: 'cake', businessId: 'biz_bistro', available: 3 } },
      { type: 'stock.hold-expired', subject: 'ord_1', payload: { orderId: 'ord_1', itemIds: ['burger', 'cake'] } },
    ]);
  });
});

describe('when checkout gives the promise back', () => {
  it('its units can be promised again; repeating it does nothing', async () => {
    await promised();

    expect(await releases('ord_1')).toEqual({ ok: true, value: true });
    expect(await releases('ord_1')).toEqual({ ok: true, value: true });

    expect(await world.stock('cake')).toBe('3/0');
    expect(await world.hold('ord_1')).toMatchObject({ state: 'RELEASED' });
    expect(await world.toldTypes()).toEqual(['stock.hold-released', 'stock.returned']);
    expect(await world.deadlines()).toEqual([]);
  });

  it('what was sold stays sold', async () => {
    await promised();
    await world.confirms('ord_1');

    expect(await releases('ord_1')).toEqual({ ok: true, value: false });
    expect(await world.stock('burger')).toBe('8/0');
  });

  it('a hold that arrives after its release comes too late', async () => {
    expect(await releases('ord_1')).toEqual({ ok: true, value: true });

    expect(await world.holds('ord_1', LINES)).toMatchObject({ ok: false, code: 'HOLD_ENDED' });
    expect(await world.stock('burger')).toBe('10/0');
    expect(await world.told()).toEqual([]);
  });
});

it('is heard under names that never change, and the same event is handled once', async () => {
  expect(namesOf(consumers)).toEqual([
    ['inventory.track-on-item-created', 'item.created'],
    ['inventory.confirm-on-order-confirmed', 'order.confirmed'],
    ['inventory.return-on-seller-order-cancelled', 'seller-order.cancelled'],
  ]);
  const event = { orderId: 'ord_1', customerId: 'usr_ada' };
  expect(await world.hears('order.confirmed', event, 'evt_1')).toEqual(['handled']);
  expect(await world.hears('order.confirmed', event, 'evt_1')).toEqual(['duplicate']);
});
