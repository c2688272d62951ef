import { ADA, ADMIN, BISTRO, BOB, COURIER, openWorld, PIZZA } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const ORDER = /* GraphQL */ `
  fragment O on Order {
    number status subtotal { amount } tax { amount } deliveryFee { amount } total { amount }
    sellerOrders { businessName total { amount } availableMoves items { name quantity total { amount } } }
    history { status }
  }`;
const asked = { one: /* GraphQL */ `query ($id: ID!) { order(id: $id) { ...O } } ${ORDER}` };
const entities = /* GraphQL */ `query ($refs: [_Any!]!) { _entities(representations: $refs) {
  ... on Order { id total { amount } } ... on SellerOrder { id status } ... on Cart { id items { name } }
  ... on OrderUpdate { cursor sequence kind at order { id status } } } }`;

const both = () => world.order({ itm_soup: 2, itm_pizza: 1 }, { paymentMethod: 'CASH' });

describe('who sees what of an order', () => {
  it.each([
    ['its customer', ADA],
    ['an admin', ADMIN],
  ])('%s sees all of it', async (_who, viewer) => {
    const { id } = await both();
    const { data } = await world.ask(viewer, asked.one, { id });
    expect(data.order).toMatchObject({
      total: { amount: '25.65' },
      sellerOrders: [{ businessName: 'Bistro' }, { businessName: 'Pizza' }],
      history: [{}, {}, {}, {}],
    });
  });

  it('a business sees its own part, with the amounts of that', async () => {
    const { id, number } = await both();
    const { data } = await world.ask(PIZZA, asked.one, { id });
    expect(data.order).toEqual({
      number,
      status: 'CONFIRMED',
      subtotal: { amount: '10.05' },
      tax: { amount: '0.70' },
      deliveryFee: { amount: '1.90' },
      total: { amount: '12.65' },
      sellerOrders: [
        {
          businessName: 'Pizza',
          total: { amount: '12.65' },
          availableMoves: ['accept', 'reject'],
          items: [{ name: 'Pizza', quantity: 1, total: { amount: '10.05' } }],
        },
      ],
      history: [{ status: 'PENDING' }, { status: 'SellerOrder.PLACED' }, { status: 'CONFIRMED' }],
    });
  });

  it.each([
    ['another customer', BOB],
    ['a courier who does not carry it', COURIER],
  ])('%s sees nothing, by no way', async (_who, viewer) => {
    const order = await both();
    const { id } = order;
    expect((await world.ask(viewer, asked.one, { id })).data).toEqual({ order: null });
    const refs = [
      { __typename: 'Order', id },
      { __typename: 'SellerOrder', id: order.parts[0]?.id },
      { __typename: 'OrderUpdate', orderId: id, sequence: 1, kind: 'STATUS', at: '2026-01-01T12:00:00.000Z' },
      { __typename: 'Cart', id: 'cart_usr_ada' },
    ];
    expect((await world.ask(viewer, entities, { refs })).data).toEqual({ _entities: [null, null, null, null] });
    const open = await world.ask(viewer, 'query ($id: ID!) { orderTrackingOpen(orderId: $id) { sequence } }', { id });
    expect(open.data).toEqual({ orderTrackingOpen: null });
  });

  it('a business sees nothing of it before it is paid', async () => {
    const { id, parts } = await world.order({ itm_soup: 1 });
    expect((await world.ask(BISTRO, asked.one, { id })).data).toEqual({ order: null });
    const refs = [{ __typename: 'SellerOrder', id: parts[0]?.id }];
    expect((await world.ask(BISTRO, entities, { refs })).data).toEqual({ _entities: [null] });
    const list = await world.ask(
      BISTRO,
      '{ sellerOrders(businessId: "biz_bistro") { edges { node { id } } } orders { edges { node { id } } } sellerOrderPlacedOpen(businessId: "biz_bistro") { id } }',
    );
    expect(list.data).toEqual({ sellerOrders: { edges: [] }, orders: { edges: [] }, sellerOrderPlacedOpen: [] });
  });

  it('keys that are no keys find nothing', async () => {
    await both();
    const refs = [{ not: '' }, ['a'], 1, null, 'a\0b', 'x'.repeat(65), ''].map((id) => ({ __typename: 'Order', id }));
    expect((await world.ask(ADMIN, entities, { refs })).data).toEqual({ _entities: refs.map(() => null) });
    const steps = [{ sequence: '1' }, { sequence: -1 }, { kind: 'X' }, { at: 'never' }, { at: null }].map((wrong) => ({
      __typename: 'OrderUpdate',
      orderId: 'ord_1',
      sequence: 1,
      kind: 'STATUS',
      at: '2026-01-01T12:00:00Z',
      ...wrong,
    }));
    expect((await world.ask(ADMIN, entities, { refs: steps })).data).toEqual({ _entities: steps.map(() => null) });
  });
});

describe('roles', () => {
  const nobody = { ...ADA, kind: 'anonymous' as const, id: '', roles: [] };
  it.each([
    ['{ cart { id } }', BISTRO, 'FORBIDDEN'],
    ['{ cart { id } }', nobody, 'UNAUTHENTICATED'],
    ['{ order(id: "x") { id } }', nobody, 'UNAUTHENTICATED'],
    ['{ orders { totalCount } }', nobody, 'UNAUTHENTICATED'],
    ['{ sellerOrders(businessId: "biz_bistro") { totalCount } }', ADA, 'FORBIDDEN'],
    ['{ sellerOrders(businessId: "biz_bistro") { totalCount } }', PIZZA, 'NOT_FOUND'],
    ['{ cartChangedOpen { id } }', { ...ADA, caller: 'payments' }, 'FORBIDDEN'],
    ['{ orderTrackingOpen(orderId: "x") { sequence } }', { ...ADA, caller: 'payments' }, 'FORBIDDEN'],
    ['{ sellerOrderPlacedOpen(businessId: "x") { id } }', { ...BISTRO, caller: 'payments' }, 'FORBIDDEN'],
    ['mutation { cartClear { cart { id } } }', BISTRO, 'FORBIDDEN'],
    ['mutation { cartAddItem(input: { itemId: "x" }) { cart { id } } }', nobody, 'UNAUTHENTICATED'],
    ['mutation { cartSetQuantity(input: { cartItemId: "x", quantity: 1 }) { cart { id } } }', COURIER, 'FORBIDDEN'],
    [
      'mutation { checkout(input: { addressId: "x", paymentMethod: CASH, idempotencyKey: "xxxxxxxx" }) { order { id } } }',
      BISTRO,
      'FORBIDDEN',
    ],
    [
      'mutation { orderCancel(input: { orderId: "x", idempotencyKey: "xxxxxxxx" }) { order { id } } }',
      BISTRO,
      'FORBIDDEN',
    ],
    ['mutation { sellerOrderAccept(input: { sellerOrderId: "x" }) { sellerOrder { id } } }', ADA, 'FORBIDDEN'],
    ['mutation { sellerOrderPrepare(input: { sellerOrderId: "x" }) { sellerOrder { id } } }', ADA, 'FORBIDDEN'],
    ['mutation { sellerOrderReady(input: { sellerOrderId: "x" }) { sellerOrder { id } } }', ADA, 'FORBIDDEN'],
    ['mutation { sellerOrderReject(input: { sellerOrderId: "x" }) { sellerOrder { id } } }', COURIER, 'FORBIDDEN'],
  ])('%s, the wrong way: %#', async (source, viewer, code) => {
    const { errors } = await world.ask(viewer, source);
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });
});
