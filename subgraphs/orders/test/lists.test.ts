import { encodeCursor } from '@app/kernel/cursor';
import { countStatements } from '@app/kernel/testing';
import { ADA, ADMIN, BISTRO, BOB, COURIER, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const ORDER = /* GraphQL */ `
  fragment O on Order {
    number status subtotal { amount } tax { amount } deliveryFee { amount } total { amount }
    sellerOrders { businessName total { amount } availableMoves items { name quantity total { amount } } }
    history { status }
  }`;
const entities = /* GraphQL */ `query ($refs: [_Any!]!) { _entities(representations: $refs) {
  ... on Order { id total { amount } } ... on SellerOrder { id status } ... on Cart { id items { name } }
  ... on OrderUpdate { cursor sequence kind at order { id status } } } }`;

const both = () => world.order({ itm_soup: 2, itm_pizza: 1 }, { paymentMethod: 'CASH' });

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
