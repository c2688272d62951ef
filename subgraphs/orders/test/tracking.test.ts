import { encodeCursor } from '@app/kernel/cursor';
import { countStatements } from '@app/kernel/testing';
import { acceptSellerOrder } from '../src/commands/move-seller-order.ts';
import { ADA, BISTRO, openWorld, PIZZA } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const entities = /* GraphQL */ `query ($refs: [_Any!]!) { _entities(representations: $refs) {
  ... on Order { id total { amount } } ... on SellerOrder { id status } ... on Cart { id items { name } }
  ... on OrderUpdate { cursor sequence kind at order { id status } } } }`;

const both = () => world.order({ itm_soup: 2, itm_pizza: 1 }, { paymentMethod: 'CASH' });

describe('watching an order', () => {
  const OPEN = /* GraphQL */ `query ($id: ID!, $after: String, $first: Int! = 256) {
    orderTrackingOpen(orderId: $id, after: $after, first: $first) { cursor sequence kind at order { id status } } }`;
  type Step = { cursor: string; sequence: number; kind: string };
  const watch = async (id: string, after?: string, first = 256) =>
    (await world.ask(ADA, OPEN, { id, after, first })).data.orderTrackingOpen as unknown as Step[];

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
    // Whoever was away for long is told page by page.
    expect((await watch(id, snapshot?.cursor, 2)).map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect((await watch(id, snapshot?.cursor, 0)).map(({ sequence }) => sequence)).toEqual([2]);
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
    expect(await during(() => world.as(ADA).adds('itm_soup'))).toBe(2);
    expect(await during(() => world.as(ADA).checksOut({ paymentMethod: 'ONLINE' }))).toBe(3);
    const { id, parts } = await world.db.order.findFirstOrThrow({ include: { parts: true } });
    expect(await during(() => world.paid(id))).toBe(9);
    const sellerOrderId = parts.find(({ businessId }) => businessId === 'biz_bistro')?.id ?? '';
    expect(await during(() => world.as(BISTRO).does(acceptSellerOrder, { sellerOrderId }))).toBe(7);
  });
});
