import { countStatements } from '@app/kernel/testing';
import { CENTRE, NOBODY, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const AROUND = /* GraphQL */ `
  query ($near: GeoPointInput!, $radius: Int, $openOnly: Boolean, $first: Int, $after: String) {
    businesses(near: $near, radiusMeters: $radius, openOnly: $openOnly, first: $first, after: $after) {
      edges { cursor distanceMeters node { id } }
      pageInfo { hasNextPage hasPreviousPage endCursor }
    }
  }
`;
const around = async (variables: Record<string, unknown> = {}) =>
  world.ask(NOBODY, AROUND, { near: CENTRE, ...variables });
const idsOf = ({ data }: { data: { businesses: { edges: { node: { id: string } }[] } } }) =>
  data.businesses.edges.map(({ node }) => node.id);

/** Haversine, written independently of the code under test. */
function haversine(a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const h =
    Math.sin(rad(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(rad(b.longitude - a.longitude) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
}

describe('businesses around a point', () => {
  it('come nearest first with their great-circle distance, and none from outside of the circle', async () => {
    const places = Array.from({ length: 60 }, (_, n) => ({
      id: `biz_${n}`,
      latitude: CENTRE.latitude + Math.sin(n * 2.4) * n * 0.0015,
      longitude: CENTRE.longitude + Math.cos(n * 2.4) * n * 0.0025,
    }));
    for (const place of places) await world.business(place);

    const { data } = await around({ radius: 6_000, first: 100 });

    const expected = places
      .map(({ id, ...place }) => ({ id, meters: haversine(CENTRE, place) }))
      .filter(({ meters }) => meters <= 6_000)
      .sort((a, b) => a.meters - b.meters);
    expect(expected.length).toBeGreaterThan(10);
    expect(expected.length).toBeLessThan(60);
    expect(
      data.businesses.edges.map((edge: { node: object; distanceMeters: number }) => [edge.node, edge.distanceMeters]),
    ).toEqual(expected.map(({ id, meters }) => [{ id }, Math.round(meters)]));
  });

  it('are found across the date line and at the pole', async () => {
    await world.business({ id: 'biz_fiji', latitude: -17, longitude: 179.99 });
    await world.business({ id: 'biz_pole', latitude: 89.99, longitude: 10 });
    expect(idsOf(await around({ near: { latitude: -17, longitude: -179.99 } }))).toEqual(['biz_fiji']);
    expect(idsOf(await around({ near: { latitude: 89.99, longitude: -170 } }))).toEqual(['biz_pole']);
  });

  it('come page by page, each once, also those at the same distance', async () => {
    for (let n = 0; n < 25; n++)
      await world.business({ id: `biz_${String(n).padStart(2, '0')}`, latitude: n < 12 ? CENTRE.latitude : 52.53 });
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 4; page++) {
      const answer = await around({ first: 7, after });
      seen.push(...idsOf(answer));
      const { pageInfo } = answer.data.businesses;
      expect(pageInfo).toMatchObject({ hasNextPage: page < 3, hasPreviousPage: page > 0 });
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `biz_${String(n).padStart(2, '0')}`));
  });

  it('are active ones; closed ones only when asked for', async () => {
    await world.business({ id: 'biz_open' });
    await world.business({ id: 'biz_paused', paused: true });
    await world.business({ id: 'biz_pending', status: 'PENDING' });
    await world.business({ id: 'biz_suspended', status: 'SUSPENDED' });
    expect(idsOf(await around())).toEqual(['biz_open']);
    expect(idsOf(await around({ openOnly: null }))).toEqual(['biz_open']);
    expect(idsOf(await around({ openOnly: false }))).toEqual(['biz_open', 'biz_paused']);
  });

  it('are counted in a second statement, only when asked', async () => {
    for (let n = 0; n < 5; n++) await world.business({ id: `biz_${n}` });
    const { result, statements } = await countStatements(() =>
      world.ask(
        NOBODY,
        'query ($near: GeoPointInput!) { businesses(near: $near, first: 2) { totalCount edges { node { id } } } }',
        { near: CENTRE },
      ),
    );
    expect(result.data.businesses).toMatchObject({ totalCount: 5, edges: [{}, {}] });
    expect(statements).toHaveLength(2);
  });

  it.each([
    ['a radius of 50 km and a metre', { radius: 50_001 }, 'BAD_USER_INPUT'],
    ['no radius', { radius: 0 }, 'BAD_USER_INPUT'],
    ['101 of them', { first: 101 }, 'BAD_USER_INPUT'],
    ['minus one of them', { first: -1 }, 'BAD_USER_INPUT'],
    ['a latitude beyond the pole', { near: { latitude: 90.1, longitude: 0 } }, 'BAD_USER_INPUT'],
    ['a forged cursor', { after: 'bm90IG91cnM' }, 'INVALID_CURSOR'],
    ['a cursor with NUL', { after: Buffer.from('[1,"a\\u0000"]').toString('base64url') }, 'INVALID_CURSOR'],
  ])('are refused for %s', async (_what, variables, code) => {
    expect((await around(variables)).errors).toMatchObject([{ extensions: { code } }]);
  });

  it('are none behind a cursor from the end of the world', async () => {
    await world.business({ id: 'biz_1' });
    expect(idsOf(await around({ after: Buffer.from('[1e999,"x"]').toString('base64url') }))).toEqual([]);
  });
});
