import { ADA, openWorld } from './support/world.ts';

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
