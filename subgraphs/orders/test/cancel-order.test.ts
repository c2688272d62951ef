import { cancelOrder } from '../src/commands/cancel-order.ts';
import { acceptSellerOrder, prepareSellerOrder } from '../src/commands/move-seller-order.ts';
import { ADA, ADMIN, BISTRO, BOB, openWorld, PIZZA } from './support/world.ts';

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

describe('calling an order off', () => {
  const idempotencyKey = 'cancel-key';

  it('cancels every part and says what goes back', async () => {
    const { order, bistro } = await paidOrder();
    await world.as(BISTRO).does(acceptSellerOrder, bistro);
    await world.forget();
    const answer = await world
      .as(ADA)
      .does(cancelOrder, { orderId: order.id, reason: 'changed my mind', idempotencyKey });
    expect(answer).toEqual({ ok: true, value: { orderId: order.id } });
    expect(await world.orderRow(order.id)).toMatchObject({
      status: 'CANCELLED',
      cancelReason: 'changed my mind',
      parts: [{ status: 'CANCELLED' }, { status: 'CANCELLED' }],
    });
    expect(await world.told()).toMatchObject([
      { type: 'seller-order.cancelled' },
      { type: 'seller-order.cancelled' },
      { type: 'order.cancelled', payload: { reason: 'changed my mind', paid: true } },
    ]);
    const refunds = (await world.told()).map(({ payload }) => BigInt(String(payload.refundMinor ?? 0)));
    expect(refunds.reduce((sum, refund) => sum + refund, 0n)).toBe(order.totalMinor);
    expect(await world.deadlines()).toEqual(['orders.expire-cart cart_usr_ada']);
  });

  it('is possible while unpaid', async () => {
    const order = await world.order({ itm_soup: 1 });
    expect(await world.as(ADA).does(cancelOrder, { orderId: order.id, idempotencyKey })).toMatchObject({ ok: true });
    expect((await world.told()).at(-1)).toMatchObject({
      type: 'order.cancelled',
      payload: { reason: 'CANCELLED_BY_CUSTOMER', paid: false },
    });
  });

  it('is too late once any kitchen has begun, and changes nothing', async () => {
    const { order, pizza } = await paidOrder();
    await world.as(PIZZA).does(acceptSellerOrder, pizza);
    await world.as(PIZZA).does(prepareSellerOrder, pizza);
    await world.forget();
    const before = await world.orderRow(order.id);
    for (const viewer of [ADA, ADMIN]) {
      const answer = await world.as(viewer).does(cancelOrder, { orderId: order.id, idempotencyKey });
      expect(answer).toMatchObject({ ok: false, code: 'MOVE_NOT_ALLOWED' });
    }
    expect(await world.orderRow(order.id)).toEqual(before);
    expect(await world.told()).toEqual([]);
    expect(await world.db.cancelRequest.count()).toBe(0);
  });

  it.each([
    ['another customer', BOB],
    ['a business', BISTRO],
  ])('finds nothing for %s', async (_who, viewer) => {
    const { order } = await paidOrder();
    expect(await world.as(viewer).does(cancelOrder, { orderId: order.id, idempotencyKey })).toMatchObject({
      code: 'ORDER_NOT_FOUND',
    });
    expect(await world.orderRow(order.id)).toEqual(order);
  });

  it('answers the same key the same, and refuses it for another order', async () => {
    const { order } = await paidOrder();
    const other = await world.order({ itm_soup: 1 });
    const ask = (orderId: string) => world.as(ADA).does(cancelOrder, { orderId, idempotencyKey });
    const first = await ask(order.id);
    await world.forget();
    expect(await ask(order.id)).toEqual(first);
    expect(await ask(other.id)).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await world.told()).toEqual([]);
    expect(await world.as(ADA).does(cancelOrder, { orderId: order.id, idempotencyKey: 'another-key' })).toMatchObject({
      code: 'MOVE_NOT_ALLOWED',
    });
  });

  it('happens once under eight requests of one key', async () => {
    const { order } = await paidOrder();
    const ask = () => world.as(ADA).does(cancelOrder, { orderId: order.id, idempotencyKey });
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(answers).toEqual(Array.from({ length: 8 }, () => ({ ok: true, value: { orderId: order.id } })));
    expect((await world.toldTypes()).filter((type) => type === 'order.cancelled')).toHaveLength(1);
  });

  it('or paying it: whichever comes first, the money never stays without an order', async () => {
    for (let round = 0; round < 4; round++) {
      await world.reset();
      const order = await world.order({ itm_soup: 1 });
      const db = world.collide();
      await world.forget();
      const [cancelled] = await Promise.all([
        world.as(ADA, db).does(cancelOrder, { orderId: order.id, idempotencyKey }),
        world.paid(order.id, db),
      ]);
      expect(cancelled).toMatchObject({ ok: true });
      expect((await world.orderRow(order.id)).status).toBe('CANCELLED');
      const told = await world.told();
      const types = told.map(({ type }) => type);
      const end = told.find(({ type }) => type === 'order.cancelled');
      // Paid first: payments hears "paid: true" and the parts' refunds. Cancelled first: the money is sent back by name.
      expect(types.includes('order.refund-due')).toBe(end?.payload.paid === false);
      expect(types.includes('order.confirmed')).toBe(end?.payload.paid === true);
      const steps = await world.steps(order.id);
      expect(steps.map((step) => Number(step.split(' ')[0]))).toEqual(steps.map((_, index) => index + 1));
    }
  });
});
