import {
  acceptSellerOrder,
  prepareSellerOrder,
  readySellerOrder,
  rejectSellerOrder,
} from '../src/commands/move-seller-order.ts';
import { ADA, ADMIN, BISTRO, COURIER, openWorld, PIZZA } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

/** Ada's paid order at the bistro and the pizzeria. */
async function paidOrder() {
  const placed = await world.order({ itm_soup: 2, itm_pizza: 1 });
  await world.paid(placed.id);
  await world.forget();
  const order = await world.orderRow(placed.id);
  const part = (businessId: string) => {
    const found = order.parts.find((one) => one.businessId === businessId);
    if (!found) throw new Error(`no part of ${businessId}`);
    return { sellerOrderId: found.id };
  };
  return { order, bistro: part('biz_bistro'), pizza: part('biz_pizza') };
}

describe('working on a seller order', () => {
  it('goes from the kitchen to ready, and the order follows the slower part', async () => {
    const { order, bistro, pizza } = await paidOrder();
    const status = async () => (await world.orderRow(order.id)).status;
    for (const move of [acceptSellerOrder, prepareSellerOrder, readySellerOrder])
      expect(await world.as(BISTRO).does(move, bistro)).toMatchObject({ ok: true });
    expect(await status()).toBe('CONFIRMED');
    expect(await world.as(PIZZA).does(acceptSellerOrder, pizza)).toMatchObject({
      ok: true,
      value: { status: 'CONFIRMED' },
    });
    expect(await status()).toBe('CONFIRMED');
    expect(await world.as(ADMIN).does(prepareSellerOrder, { ...pizza, reason: 'helping out' })).toMatchObject({
      ok: true,
    });
    expect(await status()).toBe('PREPARING');

    expect(await world.toldTypes()).toEqual([
      'seller-order.accepted',
      'seller-order.preparing',
      'seller-order.ready',
      'seller-order.accepted',
      'seller-order.preparing',
    ]);
    expect((await world.told())[0]?.payload).toEqual({
      sellerOrderId: bistro.sellerOrderId,
      orderId: order.id,
      businessId: 'biz_bistro',
      customerId: 'usr_ada',
      number: order.number,
      businessName: 'Bistro',
      pickup: { latitude: 52.52, longitude: 13.405 },
      dropoff: { latitude: 52.51, longitude: 13.39 },
      notes: null,
    });
    expect((await world.history(order.id)).slice(-3)).toEqual([
      'part CONFIRMED BUSINESS',
      'part PREPARING ADMIN helping out',
      'PREPARING ADMIN helping out',
    ]);
    const steps = await world.steps(order.id);
    expect(steps).toEqual([
      '1 STATUS',
      '2 PAYMENT',
      '3 STATUS',
      '4 STATUS',
      '5 STATUS',
      '6 STATUS',
      '7 STATUS',
      '8 STATUS',
    ]);
    expect(await world.announced(`order:${order.id}`)).toHaveLength(5);
    expect(await world.deadlines()).toEqual(['orders.expire-cart cart_usr_ada']);
  });

  it.each([
    ['another business', PIZZA],
    ['the customer', ADA],
    ['a courier', COURIER],
  ])('does not exist for %s, and stays as it is', async (_who, viewer) => {
    const { order, bistro } = await paidOrder();
    expect(await world.as(viewer).does(acceptSellerOrder, bistro)).toMatchObject({
      ok: false,
      code: 'SELLER_ORDER_NOT_FOUND',
    });
    expect(await world.orderRow(order.id)).toEqual(order);
    expect(await world.told()).toEqual([]);
  });

  it('does not exist for its business before it is paid', async () => {
    const order = await world.order({ itm_soup: 1 });
    const part = { sellerOrderId: order.parts[0]?.id ?? '' };
    await world.forget();
    expect(await world.as(BISTRO).does(acceptSellerOrder, part)).toMatchObject({ code: 'SELLER_ORDER_NOT_FOUND' });
    expect(await world.as(ADMIN).does(acceptSellerOrder, part)).toMatchObject({ code: 'MOVE_NOT_ALLOWED' });
    expect(await world.orderRow(order.id)).toEqual(order);
    expect(await world.told()).toEqual([]);
  });

  it('skips no state', async () => {
    const { order, bistro } = await paidOrder();
    for (const move of [prepareSellerOrder, readySellerOrder])
      expect(await world.as(BISTRO).does(move, bistro)).toMatchObject({ ok: false, code: 'MOVE_NOT_ALLOWED' });
    expect(await world.orderRow(order.id)).toEqual(order);
    expect(await world.told()).toEqual([]);
  });

  it('is rejected by its business alone: its share goes back, the rest goes on', async () => {
    const { order, pizza } = await paidOrder();
    expect(await world.as(PIZZA).does(rejectSellerOrder, { ...pizza, reason: 'oven broken' })).toMatchObject({
      ok: true,
    });
    expect(await world.told()).toEqual([
      {
        type: 'seller-order.cancelled',
        payload: {
          ...pizza,
          orderId: order.id,
          businessId: 'biz_pizza',
          customerId: 'usr_ada',
          reason: 'oven broken',
          refundMinor: '1265',
          currency: 'EUR',
          lines: [{ itemId: 'itm_pizza', quantity: 1, unitMinor: '1005' }],
        },
      },
    ]);
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'CONFIRMED', cancelReason: null });
  });

  it('answers one key the same, four at once, and refuses it for another move', async () => {
    const { order, pizza } = await paidOrder();
    const asked = { ...pizza, reason: 'oven broken', idempotencyKey: 'reject-1' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => world.as(PIZZA).does(rejectSellerOrder, asked)));
    expect(answers).toMatchObject(Array(4).fill({ ok: true, value: { status: 'CANCELLED' } }));
    expect(await world.told()).toHaveLength(1);
    for (const other of [{ reason: 'no dough' }, { idempotencyKey: 'reject-2' }])
      expect(await world.as(PIZZA).does(rejectSellerOrder, { ...asked, ...other })).toMatchObject({
        code: 'reason' in other ? 'IDEMPOTENCY_CONFLICT' : 'MOVE_NOT_ALLOWED',
      });
    expect(await world.as(PIZZA).does(acceptSellerOrder, asked)).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect((await world.orderRow(order.id)).status).toBe('CONFIRMED');
    expect(await world.told()).toHaveLength(1);
  });

  it('cancels the order with its last part', async () => {
    const { order, bistro, pizza } = await paidOrder();
    await world.as(PIZZA).does(rejectSellerOrder, pizza);
    await world.as(BISTRO).does(acceptSellerOrder, bistro);
    await world.as(BISTRO).does(rejectSellerOrder, { ...bistro, reason: 'out of leeks' });
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'CANCELLED', cancelReason: 'out of leeks' });
    expect((await world.told()).at(-1)).toEqual({
      type: 'order.cancelled',
      payload: { orderId: order.id, customerId: 'usr_ada', reason: 'out of leeks', paid: true },
    });
  });

  it('moves once when pressed twice at the same moment', async () => {
    const { order, bistro } = await paidOrder();
    const db = world.collide();
    const press = () => world.as(BISTRO, db).does(acceptSellerOrder, bistro);
    const answers = await Promise.all([press(), press()]);
    expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await world.toldTypes()).toEqual(['seller-order.accepted']);
    expect(await world.steps(order.id)).toHaveLength(4);
  });

  it('numbers the steps of two kitchens without gap when both press at the same moment', async () => {
    const { order, bistro, pizza } = await paidOrder();
    const db = world.collide();
    const answers = await Promise.all([
      world.as(BISTRO, db).does(acceptSellerOrder, bistro),
      world.as(PIZZA, db).does(rejectSellerOrder, pizza),
    ]);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await world.steps(order.id)).toEqual(['1 STATUS', '2 PAYMENT', '3 STATUS', '4 STATUS', '5 STATUS']);
    expect(await world.orderRow(order.id)).toMatchObject({ lastSequence: 5 });
  });
});
