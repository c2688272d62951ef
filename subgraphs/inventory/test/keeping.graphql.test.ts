import { metricsText } from '@app/kernel/metrics';
import { countStatements } from '@app/kernel/testing';
import { ADA, BEN, EVE, NOBODY, ORDERS, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(async () => {
  await world.reset();
  for (const itemId of ['cake', 'pie', 'tea']) await world.item(itemId, 5);
  await world.item('soup', null);
  await world.item('sushi', 5, 'biz_other');
});
afterAll(() => world.close());

const ITEMS = /* GraphQL */ `
  query ($lowOnly: Boolean, $first: Int, $after: String) {
    stockItems(businessId: "biz_bistro", lowOnly: $lowOnly, first: $first, after: $after) {
      edges { cursor node {
        itemId item { id } stock { available } low lowStockThreshold limitPerCustomer
        locations { onHand reserved available location { id name position } }
      } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
const MOVEMENTS = /* GraphQL */ `
  query ($itemId: ID!, $first: Int, $after: String) {
    stockMovements(itemId: $itemId, first: $first, after: $after) {
      edges { node { id kind delta reason orderId actorId at location { name } } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
const LOCATIONS = /* GraphQL */ `query { stockLocations(businessId: "biz_bistro") { id name position } }`;
const KEEP = /* GraphQL */ `
  mutation ($set: StockSetInput!, $rules: StockRulesSetInput!, $place: StockLocationCreateInput!) {
    stockSet(input: $set) { items { itemId stock { onHand } locations { onHand } } userErrors { code } }
    stockRulesSet(input: $rules) { item { low } userErrors { code } }
    stockLocationCreate(input: $place) { location { name position } userErrors { code } }
  }`;
const HOLD = /* GraphQL */ `
  mutation ($input: StockHoldInput!) { stockHold(input: $input) { expiresAt shortItemIds userErrors { code } } }`;
const LEVELS = /* GraphQL */ `
  query ($own: [ID!]!) { stockLevels(itemIds: ["cake", "pie"], ownOrderIds: $own) { itemId available } }`;

const codeOf = async (answer: Promise<{ errors?: { extensions: { code: string } }[] }>) =>
  (await answer).errors?.[0]?.extensions.code;
const keep = {
  set: { levels: [{ itemId: 'cake', expectedOnHand: 5, onHand: 2 }], reason: 'counted', idempotencyKey: 'count-1' },
  rules: { itemId: 'cake', lowStockThreshold: 2 },
  place: { businessId: 'biz_bistro', name: 'Cellar', idempotencyKey: 'place-1' },
};
const asks = (orderId: string, quantity: number, more: object = {}) =>
  world.ask(ORDERS, HOLD, {
    input: { orderId, customerId: 'usr_ada', lines: [{ itemId: 'cake', quantity }], ...more },
  });

describe('a business over GraphQL', () => {
  it('counts, sets rules and opens places', async () => {
    expect(await world.ask(BEN, KEEP, keep)).toEqual({
      data: {
        stockSet: { items: [{ itemId: 'cake', stock: { onHand: 2 }, locations: [{ onHand: 2 }] }], userErrors: [] },
        stockRulesSet: { item: { low: true }, userErrors: [] },
        stockLocationCreate: { location: { name: 'Cellar', position: 0 }, userErrors: [] },
      },
    });
  });

  it('sees its items page by page, two statements a page', async () => {
    const { result: first, statements } = await countStatements(() => world.ask(BEN, ITEMS, { first: 2 }));
    expect(statements).toHaveLength(2);
    const { edges, pageInfo } = first.data.stockItems;
    expect(edges[0].node).toEqual({
      ...{ itemId: 'cake', item: { id: 'cake' }, stock: { available: 5 }, low: false },
      ...{ lowStockThreshold: null, limitPerCustomer: null },
      locations: [
        { onHand: 5, reserved: 0, available: 5, location: { id: 'loc_biz_bistro', name: 'Main', position: 0 } },
      ],
    });
    const rest = await world.ask(BEN, ITEMS, { first: 2, after: pageInfo.endCursor });
    const ids = [...edges, ...rest.data.stockItems.edges].map(({ node }) => node.itemId);
    expect(ids).toEqual(['cake', 'pie', 'soup', 'tea']);
    expect(rest.data.stockItems.edges[0].node).toMatchObject({ stock: null, locations: [], low: false });
    expect(rest.data.stockItems.pageInfo.hasNextPage).toBe(false);
  });

  it('sees only what is low, when it asks for that', async () => {
    await world.ask(BEN, KEEP, keep);
    const { data } = await world.ask(BEN, ITEMS, { lowOnly: true });
    expect(data.stockItems.edges.map(({ node }: { node: { itemId: string } }) => node.itemId)).toEqual(['cake']);
  });

  it('sees every movement, newest first', async () => {
    await world.ask(BEN, KEEP, keep);
    const first = await world.ask(BEN, MOVEMENTS, { itemId: 'cake', first: 1 });
    expect(first.data.stockMovements.edges[0].node).toMatchObject({
      ...{ kind: 'COUNTED', delta: -3, reason: 'counted', orderId: null, actorId: 'usr_ben' },
      ...{ at: '2026-01-01T12:00:00.000Z', location: { name: 'Main' } },
    });
    const { endCursor: after, hasNextPage } = first.data.stockMovements.pageInfo;
    expect(hasNextPage).toBe(true);
    const second = await world.ask(BEN, MOVEMENTS, { itemId: 'cake', first: 1, after });
    expect(second.data.stockMovements.edges[0].node).toMatchObject({ kind: 'INITIAL', delta: 5 });
    expect(await codeOf(world.ask(BEN, MOVEMENTS, { itemId: 'cake', after: 'WzFlOTld' }))).toBe('INVALID_CURSOR');
  });

  it.each([
    ['another business', EVE, 'NOT_FOUND'],
    ['a customer', { ...ADA, businessIds: ['biz_bistro'] }, 'FORBIDDEN'],
    ['nobody', NOBODY, 'UNAUTHENTICATED'],
  ])('is not seen or kept by %s', async (_who, viewer, code) => {
    expect(await codeOf(world.ask(viewer, ITEMS))).toBe(code);
    expect(await codeOf(world.ask(viewer, LOCATIONS))).toBe(code);
    expect(await codeOf(world.ask(viewer, MOVEMENTS, { itemId: 'cake' }))).toBe(code);
    const kept = await world.ask(viewer, KEEP, keep);
    if (code !== 'NOT_FOUND') expect(kept.errors[0].extensions.code).toBe(code);
    else {
      const codes = Object.values(kept.data as object).map(({ userErrors }) => userErrors[0].code);
      expect(codes).toEqual(['ITEM_NOT_FOUND', 'ITEM_NOT_FOUND', 'BUSINESS_NOT_FOUND']);
    }
    expect(await world.stock('cake')).toBe('5/0');
    expect(await world.db.stockLocation.count()).toBe(2);
  });
});

describe('orders over GraphQL', () => {
  it('see a conflict told and counted, with whose items it was about', async () => {
    expect(await asks('ord_1', 6)).toEqual({
      data: { stockHold: { expiresAt: null, shortItemIds: ['cake'], userErrors: [{ code: 'OUT_OF_STOCK' }] } },
    });
    expect(await world.told()).toEqual([
      {
        ...{ type: 'stock.hold-refused', subject: 'ord_1' },
        payload: {
          ...{ orderId: 'ord_1', customerId: 'usr_ada', reason: 'OUT_OF_STOCK' },
          items: [{ itemId: 'cake', businessId: 'biz_bistro' }],
        },
      },
    ]);
    expect(await metricsText()).toContain('inventory_hold_answers_total{answer="OUT_OF_STOCK"} 1');
    await asks('ord_2', 1);
    await world.expires('ord_2');
    expect(await metricsText()).toContain('inventory_hold_endings_total{ending="EXPIRED"} 1');
  });

  it('are not held up by what a customer holds already', async () => {
    await asks('ord_1', 4);
    expect((await world.ask(ORDERS, LEVELS, { own: [] })).data.stockLevels[0]).toEqual({
      itemId: 'cake',
      available: 1,
    });
    const { result, statements } = await countStatements(() => world.ask(ORDERS, LEVELS, { own: ['ord_1', 'a\0'] }));
    expect(result.data.stockLevels).toEqual([
      { itemId: 'cake', available: 5 },
      { itemId: 'pie', available: 5 },
    ]);
    expect(statements).toHaveLength(1);

    expect((await asks('ord_2', 5)).data.stockHold.userErrors).toEqual([{ code: 'OUT_OF_STOCK' }]);
    expect((await asks('ord_2', 5, { insteadOf: 'ord_1' })).data.stockHold.userErrors).toEqual([]);
    expect(await world.stock('cake')).toBe('5/5');
  });
});
