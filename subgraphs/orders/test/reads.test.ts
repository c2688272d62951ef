import { encodeCursor } from '@app/kernel/cursor';
import { countStatements } from '@app/kernel/testing';
import { acceptSellerOrder } from '../src/commands/move-seller-order.ts';
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

describe('lists', () => {
  const LIST = /* GraphQL */ `query ($filter: OrderFilter, $first: Int, $after: String) {
    orders(filter: $filter, first: $first, after: $after) {
      edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }`;
  interface Page {
    edges: { cursor: string; node: { id: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
    totalCount: number;
  }
  const list = async (viewer: typeof ADA, variables = {}) =>
    (await world.ask(viewer, LIST, variables)).data.orders as unknown as Page;

  /** `count` orders, every two of them placed in the same millisecond. */
  const many = async (count: number) => {
    const { parts, ...order } = await both();
    await world.db.order.createMany({
      data: Array.from({ length: count - 1 }, (_, i) => ({
        ...order,
        address: {},
        id: `ord_${String(i).padStart(3, '0')}`,
        number: `N-${i}`,
        placedAt: new Date(Date.UTC(2026, 0, 1) + (i >> 1) * 1000),
      })),
    });
    await world.db.sellerOrder.createMany({
      data: Array.from({ length: count - 1 }, (_, i) =>
        parts.map((part) => ({ ...part, id: `${part.businessId}_${i}`, orderId: `ord_${String(i).padStart(3, '0')}` })),
      ).flat(),
    });
  };

  it('pages through everything once, newest first', async () => {
    await many(25);
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 10; page++) {
      const { edges, pageInfo, totalCount }: Page = await list(ADA, { first: 4, after });
      expect(totalCount).toBe(25);
      seen.push(...edges.map(({ node }) => node.id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    const rows = await world.db.order.findMany({ orderBy: [{ placedAt: 'desc' }, { id: 'desc' }] });
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  it('shows each its own', async () => {
    await many(3);
    expect((await list(ADMIN)).totalCount).toBe(3);
    expect((await list(BISTRO)).totalCount).toBe(3);
    expect((await list(BOB)).edges).toEqual([]);
    expect((await list(COURIER)).edges).toEqual([]);
    await world.db.sellerOrder.updateMany({ where: { id: 'biz_pizza_1' }, data: { courierUserId: COURIER.id } });
    expect((await list(COURIER)).edges.map(({ node }) => node.id)).toEqual(['ord_001']);
  });

  it('filters by status and time', async () => {
    await many(5);
    expect((await list(ADA, { filter: { status: ['DELIVERED'] } })).totalCount).toBe(0);
    expect(
      (await list(ADA, { filter: { status: ['CONFIRMED'], placedBefore: '2026-01-01T00:00:01Z' } })).edges.map(
        ({ node }) => node.id,
      ),
    ).toEqual(['ord_001', 'ord_000']);
    expect(
      (
        await list(ADA, { filter: { placedAfter: '2026-01-01T00:00:01Z', placedBefore: '2026-01-01T00:01:00Z' } })
      ).edges.map(({ node }) => node.id),
    ).toEqual(['ord_003', 'ord_002']);
  });

  it.each([
    [{ first: 0 }, 'BAD_USER_INPUT'],
    [{ first: 101 }, 'BAD_USER_INPUT'],
    [{ after: 'nonsense' }, 'INVALID_CURSOR'],
    [{ after: encodeCursor([9e15, 'x']) }, 'INVALID_CURSOR'],
    [{ after: encodeCursor(['x', 1]) }, 'INVALID_CURSOR'],
  ])('refuses %p: %s', async (variables, code) => {
    expect((await world.ask(ADA, LIST, variables)).errors).toMatchObject([{ extensions: { code } }]);
  });

  it('pages through a kitchen, by when the orders could be seen', async () => {
    await many(7);
    const query = /* GraphQL */ `query ($after: String, $status: [SellerOrderStatus!]) {
      sellerOrders(businessId: "biz_bistro", first: 3, after: $after, status: $status) {
        edges { node { id } } pageInfo { hasNextPage endCursor } totalCount } }`;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await world.ask(BISTRO, query, { after });
      const page = data.sellerOrders as unknown as Page;
      expect(page.totalCount).toBe(7);
      seen.push(...page.edges.map(({ node }) => node.id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    const rows = await world.db.sellerOrder.findMany({
      where: { businessId: 'biz_bistro' },
      orderBy: [{ releasedAt: 'desc' }, { id: 'desc' }],
    });
    expect(seen).toEqual(rows.map(({ id }) => id));
    expect((await world.ask(ADMIN, query, { status: ['READY'] })).data.sellerOrders).toMatchObject({ totalCount: 0 });
  });

  it('reads a page with everything on it in as many statements as there are kinds of rows', async () => {
    await many(25);
    const query = /* GraphQL */ `{ orders(first: 20) { edges { node { ...O } } } } ${ORDER}`;
    const { result, statements } = await countStatements(() => world.ask(ADA, query));
    expect((result.data.orders as unknown as Page).edges).toHaveLength(20);
    // Orders, their parts, items, histories; totalCount was not asked for.
    expect(statements).toHaveLength(4);
  });

  it('resolves many entities of a kind at once', async () => {
    await many(25);
    const ids = (await world.db.order.findMany()).map(({ id }) => id);
    const refs = ids.map((id) => ({ __typename: 'Order', id }));
    const { statements } = await countStatements(() => world.ask(ADA, entities, { refs }));
    expect(statements).toHaveLength(2);
  });
});

describe('watching an order', () => {
  const OPEN = /* GraphQL */ `query ($id: ID!, $after: String) {
    orderTrackingOpen(orderId: $id, after: $after) { cursor sequence kind at order { id status } } }`;
  type Step = { cursor: string; sequence: number; kind: string };
  const watch = async (id: string, after?: string) =>
    (await world.ask(ADA, OPEN, { id, after })).data.orderTrackingOpen as unknown as Step[];

  it('begins with where it stands, and resumes after any step without gap or repeat', async () => {
    const order = await world.order({ itm_soup: 1 });
    const { id } = order;
    const [snapshot] = await watch(id);
    expect(snapshot).toMatchObject({ kind: 'SNAPSHOT', sequence: 1, order: { id, status: 'PENDING' } });
    await world.paid(id);
    await world.as(BISTRO).does(acceptSellerOrder, { sellerOrderId: order.parts[0]?.id ?? '' });

    const later = await watch(id, snapshot?.cursor);
    expect(later.map(({ sequence, kind }) => `${sequence} ${kind}`)).toEqual(['2 PAYMENT', '3 STATUS', '4 STATUS']);
    expect((await watch(id, later[1]?.cursor)).map(({ sequence }) => sequence)).toEqual([4]);
    expect(await watch(id, later[2]?.cursor)).toEqual([]);
    expect(await watch(id)).toMatchObject([{ kind: 'SNAPSHOT', sequence: 4 }]);
  });

  it('refuses a cursor of another order, or of the future', async () => {
    const { id } = await both();
    for (const after of [
      encodeCursor(['ord_other', 1]),
      encodeCursor([id, 99]),
      encodeCursor([id, -1]),
      encodeCursor([id, 0.5]),
      'x',
    ])
      expect((await world.ask(ADA, OPEN, { id, after })).errors).toMatchObject([
        { extensions: { code: 'INVALID_CURSOR' } },
      ]);
  });

  it('turns the keys of a live message into a step, in two statements', async () => {
    const { id } = await both();
    const [keys] = await world.announced(`order:${id}`);
    const location = {
      __typename: 'OrderUpdate',
      orderId: id,
      sequence: 1,
      kind: 'LOCATION',
      at: '2026-01-01T12:00:00.000Z',
    };
    const { result, statements } = await countStatements(() => world.ask(ADA, entities, { refs: [keys, location] }));
    const cursor = encodeCursor([id, 1]);
    expect(result.data._entities).toMatchObject([
      { cursor, sequence: 1, kind: 'STATUS', order: { id, status: 'CONFIRMED' } },
      { cursor, sequence: 1, kind: 'LOCATION', at: '2026-01-01T12:00:00.000Z' },
    ]);
    expect(statements).toHaveLength(2);
  });

  it('in a kitchen begins with what nobody has answered', async () => {
    const order = await both();
    const waiting = '{ sellerOrderPlacedOpen(businessId: "biz_pizza") { businessName status } }';
    expect((await world.ask(PIZZA, waiting)).data).toEqual({
      sellerOrderPlacedOpen: [{ businessName: 'Pizza', status: 'PLACED' }],
    });
    expect((await world.ask(BISTRO, waiting)).data).toEqual({ sellerOrderPlacedOpen: null });
    const pizza = order.parts.find(({ businessId }) => businessId === 'biz_pizza');
    await world.as(PIZZA).does(acceptSellerOrder, { sellerOrderId: pizza?.id ?? '' });
    expect((await world.ask(PIZZA, waiting)).data).toEqual({ sellerOrderPlacedOpen: [] });
  });

  it('of a cart begins with the cart', async () => {
    await world.as(ADA).adds('itm_soup');
    expect((await world.ask(ADA, '{ cartChangedOpen { id items { name } } }')).data).toEqual({
      cartChangedOpen: [{ id: 'cart_usr_ada', items: [{ name: 'Soup' }] }],
    });
  });
});

describe('the number of statements', () => {
  const during = async (body: () => Promise<unknown>) => (await countStatements(body)).statements.length;

  it('of the main ways does not grow with the order', async () => {
    const items = ['itm_soup', 'itm_burger', 'itm_pizza'];
    for (const itemId of items) await world.as(ADA).adds(itemId);
    expect(await during(() => world.as(ADA).adds('itm_soup'))).toBe(7);
    expect(await during(() => world.as(ADA).checksOut({ paymentMethod: 'ONLINE' }))).toBe(17);
    const { id, parts } = await world.db.order.findFirstOrThrow({ include: { parts: true } });
    expect(await during(() => world.paid(id))).toBe(11);
    const sellerOrderId = parts.find(({ businessId }) => businessId === 'biz_bistro')?.id ?? '';
    expect(await during(() => world.as(BISTRO).does(acceptSellerOrder, { sellerOrderId }))).toBe(8);
  });
});
