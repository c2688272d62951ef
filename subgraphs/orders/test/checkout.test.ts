import { ADA, BOB, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const nothingOrdered = async () => {
  expect(await world.db.order.count()).toBe(0);
  expect(await world.told()).toEqual([]);
  expect(world.town.holds.size).toBe(0);
};

describe('checking out', () => {
  it('copies everything, holds the stock, opens the payment and empties the cart', async () => {
    await world.as(ADA).adds('itm_burger', 3);
    const order = await world.order({ itm_pizza: 1 }, { notes: ' ring twice ' });

    expect(order).toMatchObject({
      customerId: 'usr_ada',
      status: 'PENDING',
      subtotalMinor: 4875n,
      taxMinor: 70n,
      deliveryFeeMinor: 190n,
      totalMinor: 5135n,
      currency: 'EUR',
      paymentMethod: 'ONLINE',
      dropoffLatitude: 52.51,
      notes: 'ring twice',
      confirmedAt: null,
      lastSequence: 1,
      parts: [
        {
          businessId: 'biz_bistro',
          businessName: 'Bistro',
          status: 'PLACED',
          totalMinor: 3870n,
          releasedAt: null,
          notes: 'ring twice',
        },
        { businessId: 'biz_pizza', businessName: 'Pizza', status: 'PLACED', totalMinor: 1265n, releasedAt: null },
      ],
    });
    expect(order.number).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(world.town.holds.get(order.id)).toEqual([
      { itemId: 'itm_burger', quantity: 3 },
      { itemId: 'itm_pizza', quantity: 1 },
    ]);
    expect(world.town.payments.get(order.id)).toMatchObject({ amountMinor: '5135' });
    expect(await world.db.cartLine.count()).toBe(0);
    expect(await world.told()).toEqual([
      {
        type: 'order.placed',
        payload: {
          orderId: order.id,
          number: order.number,
          customerId: 'usr_ada',
          paymentMethod: 'ONLINE',
          totalMinor: '5135',
          currency: 'EUR',
          businessIds: ['biz_bistro', 'biz_pizza'],
        },
      },
    ]);
    expect(await world.deadlines()).toEqual([`orders.cancel-unpaid ${order.id}`, 'orders.expire-cart cart_usr_ada']);
    expect(await world.steps(order.id)).toEqual(['1 STATUS']);
    expect(await world.announced(`order:${order.id}`)).toMatchObject([
      { __typename: 'OrderUpdate', sequence: 1, kind: 'STATUS' },
    ]);
  });

  it.each([
    ['CASH', null],
    ['WALLET', expect.any(Date)],
  ] as const)('confirms a %s order at once and shows it to the kitchen', async (paymentMethod, paidAt) => {
    const order = await world.order({ itm_soup: 2 }, { paymentMethod });
    expect(order).toMatchObject({ status: 'CONFIRMED', confirmedAt: expect.any(Date), paidAt });
    expect(order.parts[0]?.releasedAt).toEqual(order.confirmedAt);
    expect(await world.told()).toMatchObject([
      { type: 'order.placed' },
      { type: 'order.confirmed', payload: { orderId: order.id } },
      { type: 'seller-order.placed', payload: { lines: [{ itemId: 'itm_soup', quantity: 2, unitMinor: '650' }] } },
    ]);
    expect(await world.announced('kitchen:biz_bistro')).toEqual([
      { __typename: 'SellerOrder', id: order.parts[0]?.id },
    ]);
    expect(await world.deadlines()).toEqual([
      `orders.cancel-unaccepted ${order.parts[0]?.id}`,
      'orders.expire-cart cart_usr_ada',
    ]);
  });

  it('leaves in the cart what was added meanwhile', async () => {
    await world.as(ADA).adds('itm_soup', 2);
    world.town.before.set('paymentOpen', async () => {
      await world.as(ADA).adds('itm_soup', 1);
      await world.as(ADA).adds('itm_pizza', 1);
    });
    expect(await world.as(ADA).checksOut()).toMatchObject({ ok: true });
    expect(await world.db.cartLine.findMany({ orderBy: { itemId: 'asc' } })).toMatchObject([
      { itemId: 'itm_pizza', quantity: 1 },
      { itemId: 'itm_soup', quantity: 1 },
    ]);
  });

  it('leaves in the cart what is being added while the order is written', async () => {
    await world.as(ADA).adds('itm_soup', 2);
    let adding: Promise<unknown> = Promise.resolve();
    world.town.before.set('paymentOpen', async () => {
      await new Promise<void>((written) => {
        adding = world.db.$transaction(async (tx) => {
          await tx.cart.updateMany({ data: { version: { increment: 1 } } });
          await tx.cartLine.updateMany({ data: { quantity: 3 } });
          written();
          await new Promise((resolve) => setTimeout(resolve, 600));
        });
      });
    });
    expect(await world.as(ADA).checksOut()).toMatchObject({ ok: true });
    await adding;
    expect(await world.db.cartLine.findMany()).toMatchObject([{ itemId: 'itm_soup', quantity: 1 }]);
  });

  it('refuses an empty cart', async () => {
    expect(await world.as(ADA).checksOut()).toMatchObject({ ok: false, code: 'CART_EMPTY' });
    await nothingOrdered();
  });

  it.each(['adr_nowhere', 'adr_none'])("refuses the address %s, and another customer's", async (addressId) => {
    await world.as(ADA).adds('itm_soup');
    await world.as(BOB).adds('itm_soup');
    expect(await world.as(ADA).checksOut({ addressId })).toMatchObject({
      code: 'ADDRESS_NOT_FOUND',
      path: ['input', 'addressId'],
    });
    expect(await world.as(BOB).checksOut()).toMatchObject({ code: 'ADDRESS_NOT_FOUND' });
    await nothingOrdered();
  });

  it('refuses what closed since it was put into the cart, by name', async () => {
    await world.as(ADA).adds('itm_soup');
    world.town.itemNamed('itm_soup').available = false;
    expect(await world.as(ADA).checksOut()).toMatchObject({
      code: 'ITEM_UNAVAILABLE',
      message: 'Not to be had now: Soup.',
    });
    await nothingOrdered();
  });

  it.each([
    ['1.00', 'PRICE_CHANGED'],
    ['-6.50', 'PRICE_CHANGED'],
    ['6.505', 'INVALID_INPUT'],
    ['six', 'INVALID_INPUT'],
  ])('refuses an expected total of %p: %s', async (expectedTotal, code) => {
    await world.as(ADA).adds('itm_soup');
    expect(await world.as(ADA).checksOut({ expectedTotal })).toMatchObject({ ok: false, code });
    await nothingOrdered();
  });

  it('never charges another price than the cart showed, and shows the new one for the next try', async () => {
    await world.as(ADA).adds('itm_soup');
    world.town.itemNamed('itm_soup').priceMinor = '700';
    expect(await world.as(ADA).checksOut()).toMatchObject({ ok: false, code: 'PRICE_CHANGED' });
    await nothingOrdered();
    expect(await world.db.cartLine.findMany()).toMatchObject([{ unitMinor: 700n }]);
    expect(await world.announced('cart:usr_ada')).toHaveLength(2);

    expect(await world.as(ADA).checksOut({ expectedTotal: '7.00' })).toMatchObject({ ok: true });
  });

  it('refuses what is sold out, names it, and opens no payment', async () => {
    await world.as(ADA).adds('itm_burger', 8);
    world.town.stock.set('itm_burger', 7);
    expect(await world.as(ADA).checksOut()).toMatchObject({
      code: 'OUT_OF_STOCK',
      message: 'Not enough left of: Burger.',
    });
    await nothingOrdered();
    expect(world.town.payments.size).toBe(0);
    expect(await world.db.cartLine.count()).toBe(1);
  });

  it('refuses too many for one customer by name, and opens no payment', async () => {
    await world.as(ADA).adds('itm_burger', 8);
    world.town.limits.set('itm_burger', 7);
    expect(await world.as(ADA).checksOut()).toMatchObject({
      code: 'HOLD_LIMIT',
      message: 'Too many for one customer of: Burger.',
    });
    await nothingOrdered();
    expect(world.town.payments.size).toBe(0);
    expect(world.town.released).toEqual([]);
  });

  it('refuses what the stock has not heard of yet, and opens no payment', async () => {
    await world.as(ADA).adds('itm_soup');
    world.town.unheard.add('itm_soup');
    expect(await world.as(ADA).checksOut()).toMatchObject({ ok: false, code: 'ITEM_UNAVAILABLE' });
    await nothingOrdered();
    expect(world.town.payments.size).toBe(0);
    expect(await world.deadlines()).toEqual(['orders.expire-cart cart_usr_ada']);
  });

  it('gives the stock back when the wallet holds too little', async () => {
    await world.as(ADA).adds('itm_burger', 2);
    world.town.wallet = 2_579n;
    expect(await world.as(ADA).checksOut({ paymentMethod: 'WALLET' })).toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
    await nothingOrdered();
    expect(world.town.stock.get('itm_burger')).toBe(10);
    expect(await world.deadlines()).toEqual(['orders.expire-cart cart_usr_ada']);
  });

  it.each([
    [{ idempotencyKey: 'short' }, 'idempotencyKey'],
    [{ idempotencyKey: 'x'.repeat(129) }, 'idempotencyKey'],
    [{ addressId: 'a\0b' }, 'addressId'],
    [{ notes: 'n'.repeat(501) }, 'notes'],
    [{ notes: 'card 4111 1111 1111 1111' }, 'notes'],
  ])('refuses unusable input %p', async (wish, field) => {
    await world.as(ADA).adds('itm_soup');
    expect(await world.as(ADA).checksOut(wish)).toMatchObject({ code: 'INVALID_INPUT', path: ['input', field] });
    expect(await world.db.checkout.count()).toBe(0);
  });
});
