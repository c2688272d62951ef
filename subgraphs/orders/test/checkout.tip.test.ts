import { createHash } from 'node:crypto';
import { acceptSellerOrder, rejectSellerOrder } from '../src/commands/move-seller-order.ts';
import { ADA, BISTRO, openWorld, PIZZA } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const nothingOrdered = async () => {
  expect(await world.db.order.count()).toBe(0);
  expect(await world.told()).toEqual([]);
  expect(world.town.holds.size).toBe(0);
};
const tipped = () => world.order({ itm_burger: 3, itm_pizza: 1 }, { tip: '2.51' });

describe('a tip', () => {
  it('is part of the total that is paid; the parts have equal shares of it, to the last cent', async () => {
    const order = await tipped();
    expect(order).toMatchObject({
      tipMinor: 251n,
      totalMinor: 5386n,
      parts: [
        { businessId: 'biz_bistro', tipMinor: 126n, totalMinor: 3996n },
        { businessId: 'biz_pizza', tipMinor: 125n, totalMinor: 1390n },
      ],
    });
    expect(world.town.payments.get(order.id)).toMatchObject({ amountMinor: '5386' });
    const { data } = await world.ask(
      ADA,
      'query ($id: ID!) { order(id: $id) { tip { amount } total { amount } sellerOrders { total { amount } } } }',
      { id: order.id },
    );
    expect(data).toEqual({
      order: {
        tip: { amount: '2.51' },
        total: { amount: '53.86' },
        sellerOrders: [{ total: { amount: '39.96' } }, { total: { amount: '13.90' } }],
      },
    });
  });

  it('goes with its part: to whoever brings it, or back with what is not delivered', async () => {
    const order = await tipped();
    await world.paid(order.id);
    const [bistro, pizza] = order.parts.map(({ id }) => ({ sellerOrderId: id }));
    if (!bistro || !pizza) throw new Error('The order has no two parts.');
    await world.as(BISTRO).does(acceptSellerOrder, bistro);
    const job = { ...bistro, deliveryId: 'dlv_1', orderId: order.id, businessId: 'biz_bistro', customerId: 'usr_ada' };
    await world.hears('delivery.assigned', { ...job, courierId: 'cou_1', courierUserId: 'usr_courier' });
    await world.forget();
    await world.hears('delivery.delivered', { ...job, courierId: 'cou_1' });
    await world.as(PIZZA).does(rejectSellerOrder, pizza);
    expect(await world.told()).toMatchObject([
      {
        type: 'seller-order.delivered',
        payload: {
          courierUserId: 'usr_courier',
          amounts: { totalMinor: '3996', subtotalMinor: '3870', deliveryFeeMinor: '0', tipMinor: '126' },
        },
      },
      { type: 'seller-order.cancelled', payload: { refundMinor: '1390' } },
      { type: 'order.delivered' },
    ]);
  });

  it('is in the total that the customer agrees to', async () => {
    await world.as(ADA).adds('itm_soup');
    expect(await world.as(ADA).checksOut({ tip: '0.50', expectedTotal: '6.50' })).toMatchObject({
      code: 'PRICE_CHANGED',
    });
    await nothingOrdered();
    expect(await world.as(ADA).checksOut({ tip: '0.50', expectedTotal: '7.00' })).toMatchObject({ ok: true });
  });

  it.each(['0', '0.00', '6.50'])('may be %p', async (tip) => {
    const order = await world.order({ itm_soup: 1 }, { tip });
    expect(order.totalMinor).toBe(650n + order.tipMinor);
  });

  it.each(['-0.01', '0.005', 'two', '', '6.51', '999999999999999'])(
    'is refused as %p, and nothing is ordered',
    async (tip) => {
      await world.as(ADA).adds('itm_soup');
      expect(await world.as(ADA).checksOut({ tip })).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'tip'] });
      await nothingOrdered();
      expect(world.town.payments.size).toBe(0);
    },
  );

  it('is never below zero in the database, and always in the totals', async () => {
    const { id } = await tipped();
    for (const table of ['Order', 'SellerOrder']) {
      const change = (set: string) => world.pool.query(`UPDATE "${table}" SET ${set} WHERE "tipMinor" > 0`);
      await expect(change('"tipMinor" = "tipMinor" + 1')).rejects.toThrow(`${table}_total_check`);
      await expect(change('"tipMinor" = -1, "totalMinor" = "totalMinor" - "tipMinor" - 1')).rejects.toThrow(
        `${table}_tip_check`,
      );
    }
    expect(await world.orderRow(id)).toMatchObject({ tipMinor: 251n });
  });

  it('makes another wish of it: its key is refused for another tip, or none', async () => {
    await world.as(ADA).adds('itm_soup');
    const idempotencyKey = 'the-same-key';
    const first = await world.as(ADA).checksOut({ idempotencyKey, tip: '1.00' });
    expect(await world.as(ADA).checksOut({ idempotencyKey, tip: '1.00' })).toEqual(first);
    for (const tip of ['2.00', null])
      expect(await world.as(ADA).checksOut({ idempotencyKey, tip })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('changes nothing about the keys of orders without one', async () => {
    await world.order({ itm_soup: 1 });
    const wish = { addressId: 'adr_home', paymentMethod: 'ONLINE', expectedTotal: null, notes: null };
    const requestHash = createHash('sha256').update(JSON.stringify(wish)).digest('base64url');
    expect(await world.db.checkout.findMany()).toMatchObject([{ requestHash }]);
  });
});

describe('the provider that a customer asks for', () => {
  const refused = { code: 'PROVIDER_NOT_OFFERED', path: ['input', 'provider'] };

  it('is where the payment goes; without a wish, wherever payments prefer', async () => {
    const named = await world.order({ itm_soup: 1 }, { provider: 'SANDBOX' });
    const any = await world.order({ itm_soup: 1 });
    const providers = [named, any].map(({ id }) => world.town.payments.get(id)?.provider);
    expect(providers).toEqual(['SANDBOX', null]);
  });

  it('is refused when it is not offered, before anything is held; the key remembers it', async () => {
    await world.as(ADA).adds('itm_burger', 2);
    const wish = { provider: 'STRIPE', idempotencyKey: 'the-same-key' };
    world.town.calls.length = 0;
    expect(await world.as(ADA).checksOut(wish)).toMatchObject(refused);
    expect(world.town.calls.sort()).toEqual(['itemsForOrder', 'orderingCustomer', 'paymentProviders']);
    await nothingOrdered();
    expect(await world.db.cartLine.count()).toBe(1);
    expect(await world.db.deadline.count({ where: { kind: { contains: 'checkout' } } })).toBe(0);
    expect(await world.as(ADA).checksOut(wish)).toMatchObject(refused);
    expect(await world.as(ADA).checksOut({ ...wish, provider: 'SANDBOX' })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(world.town.calls).toHaveLength(3);
  });

  it('is asked for once, and only where one is named', async () => {
    const questions = async (wish: object) => {
      await world.as(ADA).adds('itm_soup');
      world.town.calls.length = 0;
      expect(await world.as(ADA).checksOut(wish)).toMatchObject({ ok: true });
      return world.town.calls.filter((call) => call === 'paymentProviders').length;
    };
    expect([
      await questions({ provider: 'SANDBOX' }),
      await questions({}),
      await questions({ provider: null }),
    ]).toEqual([1, 0, 0]);
  });

  it('is not known while payments do not answer: nothing is held or kept, and the key is still free', async () => {
    await world.as(ADA).adds('itm_burger', 2);
    const wish = { provider: 'SANDBOX', idempotencyKey: 'the-same-key' };
    world.town.down.add('payments');
    await expect(world.as(ADA).checksOut(wish)).rejects.toThrow('does not answer right now');
    expect(world.town.calls).not.toContain('stockHold');
    expect(await world.db.checkout.count()).toBe(0);
    world.town.down.clear();
    expect(await world.as(ADA).checksOut(wish)).toMatchObject({ ok: true });
  });

  it('is refused as well when it is withdrawn meanwhile, and everything is given back', async () => {
    await world.as(ADA).adds('itm_burger', 2);
    world.town.before.set('paymentOpen', () => void world.town.providers.set('EUR', []));
    expect(await world.as(ADA).checksOut({ provider: 'SANDBOX' })).toMatchObject(refused);
    expect(world.town.calls).toContain('stockHold');
    await nothingOrdered();
    expect(world.town.stock.get('itm_burger')).toBe(10);
    expect(await world.db.cartLine.count()).toBe(1);
  });

  it('is for online payments only', async () => {
    await world.as(ADA).adds('itm_soup');
    expect(await world.as(ADA).checksOut({ provider: 'SANDBOX', paymentMethod: 'CASH' })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'provider'],
    });
    expect(await world.db.checkout.count()).toBe(0);
  });
});
