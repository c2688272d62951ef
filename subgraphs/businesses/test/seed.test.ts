import { countStatements } from '@app/kernel/testing';
import { seed } from '../src/seed.ts';
import { CENTRE, NOBODY, openWorld } from './support/world.ts';

const world = openWorld();
beforeAll(async () => {
  await world.reset();
  await seed(world.pool);
});
afterAll(() => world.close());

const FEED = /* GraphQL */ `
  query ($near: GeoPointInput!) {
    businesses(near: $near) {
      edges { distanceMeters node { id name isOpen menu { id name price { amount currencyCode } available business { name } } } }
      pageInfo { hasNextPage }
    }
  }
`;

describe('the demo data', () => {
  it('fill the feed at any hour, Demo Bistro first, in two statements', async () => {
    for (const hour of ['2026-01-01T03:00:00Z', '2026-07-05T12:00:00Z']) {
      const { result, statements } = await countStatements(() =>
        world.ask(NOBODY, FEED, { near: CENTRE }, new Date(hour)),
      );
      const { edges, pageInfo } = result.data.businesses;
      expect(edges).toHaveLength(20);
      expect(pageInfo.hasNextPage).toBe(true);
      expect(edges[0]).toMatchObject({ distanceMeters: 0, node: { id: 'biz_demo_bistro', isOpen: true } });
      expect(edges[0].node.menu.slice(0, 3)).toEqual([
        {
          id: 'itm_demo_soup',
          name: 'Tomato soup',
          price: { amount: '6.50', currencyCode: 'EUR' },
          available: true,
          business: { name: 'Demo Bistro' },
        },
        {
          id: 'itm_demo_burger',
          name: 'Bistro burger',
          price: { amount: '12.90', currencyCode: 'EUR' },
          available: true,
          business: { name: 'Demo Bistro' },
        },
        {
          id: 'itm_demo_cake',
          name: 'Cheesecake',
          price: { amount: '5.40', currencyCode: 'EUR' },
          available: true,
          business: { name: 'Demo Bistro' },
        },
      ]);
      for (const { node } of edges) expect(node.menu.length).toBeGreaterThanOrEqual(5);
      expect(statements).toHaveLength(2);
    }
  });

  it('tell inventory how many there are of what', async () => {
    const told = await world.told();
    const stockOf = (itemId: string) =>
      told.flatMap(({ type, subject, payload }) =>
        type === 'item.created' && subject === itemId
          ? [(payload as { initialStock: number | null }).initialStock]
          : [],
      );
    expect(stockOf('itm_demo_soup')).toEqual([null]);
    expect(stockOf('itm_demo_burger')).toEqual([10]);
    expect(stockOf('itm_demo_cake')).toEqual([25]);
    expect(told.filter(({ type }) => type === 'item.created')).toHaveLength(await world.db.menuItem.count());
    expect(told.filter(({ type }) => type === 'business.registered')).toHaveLength(25);
    expect(told.filter(({ type }) => type === 'business.member-added')).toHaveLength(25);
  });

  it('change nothing and tell nothing the second time', async () => {
    const before = [await world.db.business.findMany(), await world.db.menuItem.findMany(), await world.told()];
    await seed(world.pool);
    expect([await world.db.business.findMany(), await world.db.menuItem.findMany(), await world.told()]).toEqual(
      before,
    );
  });
});
