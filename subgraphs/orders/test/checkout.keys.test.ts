import { ADA, BOB, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const nothingOrdered = async () => {
  expect(await world.db.order.count()).toBe(0);
  expect(await world.told()).toEqual([]);
  expect(world.town.holds.size).toBe(0);
};

describe('an idempotency key', () => {
  const idempotencyKey = 'the-same-key';

  it('answers the same order again, also when the cart has filled up meanwhile', async () => {
    await world.as(ADA).adds('itm_soup');
    const first = await world.as(ADA).checksOut({ idempotencyKey });
    await world.as(ADA).adds('itm_soup');
    expect(await world.as(ADA).checksOut({ idempotencyKey })).toEqual(first);
    expect(await world.db.order.count()).toBe(1);
    expect(await world.db.cartLine.count()).toBe(1);
  });

  it('answers the same refusal again', async () => {
    await world.as(ADA).checksOut({ idempotencyKey });
    await world.as(ADA).adds('itm_soup');
    expect(await world.as(ADA).checksOut({ idempotencyKey })).toMatchObject({ code: 'CART_EMPTY' });
  });

  it('refuses another input', async () => {
    await world.as(ADA).adds('itm_soup');
    await world.as(ADA).checksOut({ idempotencyKey });
    expect(await world.as(ADA).checksOut({ idempotencyKey, paymentMethod: 'CASH' })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });

  it("is each customer's own", async () => {
    await world.as(ADA).adds('itm_soup');
    await world.as(ADA).checksOut({ idempotencyKey });
    expect(await world.as(BOB).checksOut({ idempotencyKey })).toMatchObject({ code: 'CART_EMPTY' });
  });

  it('may try again after payments were out of reach, and everything was given back', async () => {
    await world.as(ADA).adds('itm_burger', 4);
    world.town.down.add('payments');
    expect(await world.as(ADA).checksOut({ idempotencyKey })).toMatchObject({ code: 'PAYMENT_UNAVAILABLE' });
    await nothingOrdered();
    expect(world.town.stock.get('itm_burger')).toBe(10);
    // The payment may or may not exist, so it stays to be called off.
    const { orderId } = await world.db.checkout.findFirstOrThrow();
    expect(await world.deadlines()).toContain(`orders.undo-checkout ${orderId}`);

    world.town.down.clear();
    expect(await world.as(ADA).checksOut({ idempotencyKey })).toMatchObject({ ok: true });
    await world.passes('orders.undo-checkout', orderId);
    expect(world.town.voided).toEqual([orderId]);
    expect(world.town.stock.get('itm_burger')).toBe(6);
  });

  it('may try again after the stock was out of reach', async () => {
    await world.as(ADA).adds('itm_burger', 4);
    world.town.before.set('stockHold', () => void world.town.down.add('inventory'));
    await expect(world.as(ADA).checksOut({ idempotencyKey })).rejects.toMatchObject({
      extensions: { code: 'UPSTREAM_UNAVAILABLE' },
    });
    world.town.before.clear();
    world.town.down.clear();
    expect(await world.as(ADA).checksOut({ idempotencyKey })).toMatchObject({ ok: true });
  });
});
