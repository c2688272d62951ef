import { acceptSellerOrder, prepareSellerOrder } from '../src/commands/move-seller-order.ts';
import { ADA, BISTRO, COURIER, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const payment = (orderId: string | null) => ({
  paymentId: 'pay_1',
  orderId,
  customerId: 'usr_ada',
  method: 'ONLINE' as const,
});

describe('money that arrives', () => {
  it('shows the order to its kitchen and tells the others', async () => {
    const order = await world.order({ itm_soup: 2 });
    await world.forget();
    await world.paid(order.id);

    const after = await world.orderRow(order.id);
    expect(after).toMatchObject({
      status: 'CONFIRMED',
      confirmedAt: expect.any(Date),
      paidAt: expect.any(Date),
      version: 2,
    });
    expect(after.parts).toMatchObject([{ status: 'PLACED', releasedAt: after.confirmedAt }]);
    expect(await world.toldTypes()).toEqual(['order.confirmed', 'seller-order.placed']);
    expect(await world.steps(order.id)).toEqual(['1 STATUS', '2 PAYMENT', '3 STATUS']);
    expect(await world.history(order.id)).toEqual(['PENDING CUSTOMER', 'part PLACED CUSTOMER', 'CONFIRMED SYSTEM']);
    expect(await world.announced('kitchen:biz_bistro')).toHaveLength(1);
    expect(await world.deadlines()).toEqual([
      `orders.cancel-unaccepted ${order.parts[0]?.id}`,
      'orders.expire-cart cart_usr_ada',
    ]);
  });

  it('confirms nothing twice', async () => {
    const order = await world.order({ itm_soup: 2 }, { paymentMethod: 'WALLET' });
    await world.forget();
    await world.paid(order.id);
    expect(await world.told()).toEqual([]);
    expect(await world.steps(order.id)).toEqual(['1 STATUS', '2 PAYMENT']);
  });

  it('of a cash order is noted', async () => {
    const order = await world.order({ itm_soup: 2 }, { paymentMethod: 'CASH' });
    await world.paid(order.id);
    expect(await world.orderRow(order.id)).toMatchObject({ paidAt: expect.any(Date), status: 'CONFIRMED' });
  });

  it.each([
    ['a cancelled order', 'ORDER_CANCELLED'],
    ['no order at all', 'ORDER_NOT_PLACED'],
  ])('for %s goes back', async (what, reason) => {
    const order = await world.order({ itm_soup: 2 });
    await world.passes('orders.cancel-unpaid', order.id);
    await world.forget();
    const orderId = what === 'no order at all' ? 'ord_unknown' : order.id;
    await world.hears('payment.captured', { ...payment(orderId), amountMinor: 1300n, currency: 'EUR' });
    expect(await world.told()).toEqual([
      {
        type: 'order.refund-due',
        payload: { orderId, paymentId: 'pay_1', amountMinor: '1300', currency: 'EUR', reason },
      },
    ]);
  });

  it('before its checkout is done is told again', async () => {
    await world.as(ADA).adds('itm_soup');
    let early: unknown;
    world.town.before.set('paymentOpen', async () => {
      const { orderId } = await world.db.checkout.findFirstOrThrow();
      early = await world
        .hears('payment.captured', { ...payment(orderId), amountMinor: 650n, currency: 'EUR' })
        .catch((error) => error);
    });
    await world.as(ADA).checksOut({ paymentMethod: 'WALLET' });
    expect(early).toMatchObject({ name: 'LostRace' });
    expect(await world.toldTypes()).not.toContain('order.refund-due');
  });

  it('of a top-up is no business of ours', async () => {
    await world.hears('payment.captured', { ...payment(null), amountMinor: 650n, currency: 'EUR' });
    expect(await world.told()).toEqual([]);
  });
});

describe('a payment that ends', () => {
  it.each([
    ['payment.failed', { reason: 'declined' }],
    ['payment.expired', {}],
  ] as const)('by %s cancels the order that waited for it', async (type, extra) => {
    const order = await world.order({ itm_soup: 2 });
    await world.forget();
    await world.hears(type, { ...payment(order.id), ...extra } as never);
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'CANCELLED', cancelReason: 'PAYMENT_FAILED' });
    expect(await world.toldTypes()).toEqual(['seller-order.cancelled', 'order.cancelled']);
    expect(await world.steps(order.id)).toEqual(['1 STATUS', '2 PAYMENT', '3 STATUS']);
    expect(await world.deadlines()).toEqual(['orders.expire-cart cart_usr_ada']);
  });

  it('does not touch an order that is confirmed', async () => {
    const order = await world.order({ itm_soup: 2 }, { paymentMethod: 'CASH' });
    await world.hears('payment.expired', payment(order.id));
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'CONFIRMED' });
    expect(await world.steps(order.id)).toEqual(['1 STATUS', '2 PAYMENT']);
  });

  it('by a refund is a step to see', async () => {
    const order = await world.order({ itm_soup: 2 });
    await world.hears('payment.refunded', {
      ...payment(order.id),
      refundId: 'ref_1',
      amountMinor: 1n,
      refundedMinor: 1n,
      currency: 'EUR',
      fully: false,
    });
    expect(await world.steps(order.id)).toEqual(['1 STATUS', '2 PAYMENT']);
  });
});

describe('a delivery', () => {
  const accepted = async () => {
    const order = await world.order({ itm_soup: 2 }, { paymentMethod: 'CASH' });
    const sellerOrderId = order.parts[0]?.id ?? '';
    await world.as(BISTRO).does(acceptSellerOrder, { sellerOrderId });
    await world.forget();
    const job = {
      deliveryId: 'dlv_1',
      sellerOrderId,
      orderId: order.id,
      businessId: 'biz_bistro',
      customerId: 'usr_ada',
      courierId: 'cou_1',
    };
    return { order, sellerOrderId, job };
  };
  const mayRead = async (orderId: string) => (await world.flow(COURIER).reads.orders.load(orderId)) !== null;

  it('may be followed by its courier until it is over', async () => {
    const { order, job } = await accepted();
    expect(await mayRead(order.id)).toBe(false);
    await world.hears('delivery.assigned', { ...job, courierUserId: COURIER.id });
    expect(await mayRead(order.id)).toBe(true);
    await world.hears('delivery.picked-up', job);
    expect(await mayRead(order.id)).toBe(true);
    await world.hears('delivery.delivered', job);
    expect(await mayRead(order.id)).toBe(false);
  });

  it.each(['delivery.unassigned', 'delivery.failed', 'delivery.cancelled'] as const)(
    "is no longer its courier's after %s",
    async (type) => {
      const { order, job } = await accepted();
      await world.hears('delivery.assigned', { ...job, courierUserId: COURIER.id });
      await world.hears(type, { ...job, reason: 'x' } as never);
      expect(await mayRead(order.id)).toBe(false);
    },
  );

  it('is picked up although the kitchen pressed nothing, and delivered', async () => {
    const { order, sellerOrderId, job } = await accepted();
    await world.as(BISTRO).does(prepareSellerOrder, { sellerOrderId });
    await world.forget();
    await world.hears('delivery.requested', job);
    await world.hears('delivery.arrived', job);
    await world.hears('delivery.picked-up', job);
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'DISPATCHED', parts: [{ status: 'DISPATCHED' }] });
    await world.hears('delivery.delivered', job);
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'DELIVERED', parts: [{ status: 'DELIVERED' }] });
    expect(await world.told()).toMatchObject([
      { type: 'seller-order.dispatched' },
      { type: 'seller-order.delivered', payload: { sellerOrderId, courierId: 'cou_1' } },
      { type: 'order.delivered', payload: { orderId: order.id } },
    ]);
    expect((await world.steps(order.id)).slice(3)).toEqual([
      '4 DELIVERY',
      '5 DELIVERY',
      '6 DELIVERY',
      '7 STATUS',
      '8 DELIVERY',
      '9 STATUS',
    ]);
  });

  it('of a part that was called off moves nothing', async () => {
    const { order, job } = await accepted();
    await world.db.sellerOrder.updateMany({ data: { status: 'CANCELLED', cancelReason: 'x' } });
    await world.db.order.updateMany({ data: { status: 'CANCELLED', cancelReason: 'x' } });
    await world.hears('delivery.picked-up', job);
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'CANCELLED', cancelReason: 'x' });
    expect(await world.told()).toEqual([]);
  });
});

describe('deadlines', () => {
  it('cancel what is not paid in time', async () => {
    const order = await world.order({ itm_soup: 2 });
    await world.forget();
    await world.passes('orders.cancel-unpaid', order.id);
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'CANCELLED', cancelReason: 'NOT_PAID_IN_TIME' });
    expect((await world.told()).at(-1)).toMatchObject({ type: 'order.cancelled', payload: { paid: false } });
  });

  it('leave a paid order alone', async () => {
    const order = await world.order({ itm_soup: 2 });
    await world.paid(order.id);
    const before = await world.orderRow(order.id);
    await world.passes('orders.cancel-unpaid', order.id);
    expect(await world.orderRow(order.id)).toEqual(before);
  });

  it('cancel the part that its business left unanswered, and only that', async () => {
    const order = await world.order({ itm_soup: 2, itm_pizza: 1 }, { paymentMethod: 'WALLET' });
    const [pizza, bistro] = order.parts
      .map(({ id }) => id)
      .sort()
      .map((id) => order.parts.find((part) => part.id === id));
    await world.as(BISTRO).does(acceptSellerOrder, {
      sellerOrderId: order.parts.find((part) => part.businessId === 'biz_bistro')?.id ?? '',
    });
    await world.forget();
    for (const part of [pizza, bistro]) await world.passes('orders.cancel-unaccepted', part?.id ?? '');
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'CONFIRMED' });
    expect(await world.told()).toMatchObject([
      {
        type: 'seller-order.cancelled',
        payload: { businessId: 'biz_pizza', reason: 'NOT_ACCEPTED_IN_TIME', refundMinor: '1265' },
      },
    ]);
  });
});
