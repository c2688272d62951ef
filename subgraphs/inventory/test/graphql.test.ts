import { countStatements } from '@app/kernel/testing';
import type { Viewer } from '@app/kernel/viewer';
import { ADA, BEN, NOBODY, ORDERS, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const STOCK = /* GraphQL */ `
  query ($refs: [_Any!]!) {
    _entities(representations: $refs) { ... on MenuItem { id stock { onHand reserved available } } }
  }`;
const HOLD = /* GraphQL */ `
  mutation ($input: StockHoldInput!) {
    stockHold(input: $input) { expiresAt shortItemIds userErrors { code path } }
  }`;
const RELEASE = /* GraphQL */ `mutation { stockRelease(orderId: "ord_1") }`;
const LEVELS = /* GraphQL */ `query ($ids: [ID!]!) { stockLevels(itemIds: $ids) { itemId available } }`;
const ADJUST = /* GraphQL */ `
  mutation ($input: StockAdjustInput!) {
    stockAdjust(input: $input) { stock { onHand reserved available } userErrors { code message path } }
  }`;

const stockOf = (ids: unknown[], viewer = NOBODY) =>
  world.ask(viewer, STOCK, { refs: ids.map((id) => ({ __typename: 'MenuItem', id })) });
const hold = (quantity: number, viewer: Viewer = ORDERS) =>
  world.ask(viewer, HOLD, {
    input: { orderId: 'ord_1', customerId: 'usr_ada', lines: [{ itemId: 'cake', quantity }] },
  });
const codeOf = async (answer: Promise<{ errors: { extensions: { code: string } }[] }>) =>
  (await answer).errors[0]?.extensions.code;

describe('stock over GraphQL', () => {
  it('is for everybody to see, and null where it is not counted or not known', async () => {
    await world.item('cake', 5);
    await world.item('soup', null);
    await hold(2);

    expect(await stockOf(['cake', 'soup', 'ghost'])).toEqual({
      data: {
        _entities: [
          { id: 'cake', stock: { onHand: 5, reserved: 2, available: 3 } },
          { id: 'soup', stock: null },
          { id: 'ghost', stock: null },
        ],
      },
    });
  });

  it('of a page of menus takes one statement', async () => {
    for (const itemId of ['cake', 'pie']) await world.item(itemId, 5);
    const ids = ['cake', 'pie', ...Array.from({ length: 298 }, (_, n) => `itm_${n}`)];

    const { result, statements } = await countStatements(() => stockOf(ids));

    expect(statements).toHaveLength(1);
    expect(result.data._entities).toHaveLength(300);
    expect(result.data._entities[1].stock.onHand).toBe(5);
  });

  it('takes no operator for a key', async () => {
    const keys = [{ not: '' }, ['cake'], 7, null, '', 'x\0', 'x'.repeat(65)];

    expect(await stockOf(keys)).toEqual({ data: { _entities: keys.map(() => null) } });
  });

  it('is held, refused and released by orders', async () => {
    await world.item('cake', 5);

    expect(await hold(2)).toEqual({
      data: { stockHold: { expiresAt: '2026-01-01T12:30:00.000Z', shortItemIds: [], userErrors: [] } },
    });
    expect(await world.ask(ORDERS, RELEASE)).toEqual({ data: { stockRelease: true } });
    expect(
      await world.ask(ORDERS, HOLD, {
        input: { orderId: 'ord_2', customerId: 'usr_ada', lines: [{ itemId: 'cake', quantity: 6 }] },
      }),
    ).toEqual({
      data: {
        stockHold: { expiresAt: null, shortItemIds: ['cake'], userErrors: [{ code: 'OUT_OF_STOCK', path: null }] },
      },
    });
  });

  it('shows carts what could be promised of the tracked ones, in one statement', async () => {
    await world.item('cake', 5);
    await world.item('soup', null);
    await hold(2);

    const { result, statements } = await countStatements(() =>
      world.ask(ORDERS, LEVELS, { ids: ['soup', 'cake', 'ghost', 'a\0b'] }),
    );

    expect(result).toEqual({ data: { stockLevels: [{ itemId: 'cake', available: 3 }] } });
    expect(statements).toHaveLength(1);
  });

  it.each([
    ['the gateway', ADA],
    ['payments', { ...ADA, caller: 'payments' }],
    ['nobody', NOBODY],
  ])('is not held, released or listed by %s', async (_who, viewer) => {
    await world.item('cake', 5);

    expect(await codeOf(hold(1, viewer))).toBe('FORBIDDEN');
    expect(await codeOf(world.ask(viewer, RELEASE))).toBe('FORBIDDEN');
    expect(await codeOf(world.ask(viewer, LEVELS, { ids: ['cake'] }))).toBe('FORBIDDEN');
    expect(await world.stock('cake')).toBe('5/0');
  });

  it('is adjusted by its business, and by nobody else', async () => {
    await world.item('cake', 5);
    const input = { itemId: 'cake', delta: -2, reason: 'dropped', idempotencyKey: 'key-1' };

    expect(await codeOf(world.ask(NOBODY, ADJUST, { input }))).toBe('UNAUTHENTICATED');
    expect(await codeOf(world.ask(ADA, ADJUST, { input }))).toBe('FORBIDDEN');
    expect(await world.ask(BEN, ADJUST, { input })).toEqual({
      data: { stockAdjust: { stock: { onHand: 3, reserved: 0, available: 3 }, userErrors: [] } },
    });
    expect(await world.ask(BEN, ADJUST, { input: { ...input, delta: -9, idempotencyKey: 'key-2' } })).toEqual({
      data: {
        stockAdjust: {
          stock: null,
          userErrors: [
            {
              code: 'OUT_OF_STOCK',
              message: '3 on hand, 0 of them promised: 9 cannot be taken.',
              path: ['input', 'delta'],
            },
          ],
        },
      },
    });
  });
});
