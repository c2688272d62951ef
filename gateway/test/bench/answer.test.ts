import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { type GraphQLSchema, graphql, parse } from 'graphql';
import { answerer } from '../../bench/worlds/answer.ts';
import { market } from '../../bench/worlds/market.ts';
import { scenariosOf } from '../../bench/worlds/scenarios.ts';
import { shop } from '../../bench/worlds/shop.ts';
import { rootOf, type World, wholeOf } from '../../bench/worlds/world.ts';

/** The world as one schema: what its subgraphs say together. */
const wholeSchema = ({ subgraphs }: World): GraphQLSchema => {
  const { supergraphSdl = '' } = composeServices(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, url: '', typeDefs: parse(sdl) })),
  );
  return Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
};

const token = (connection: number): string => `token-${connection}`;

describe('the right answers of the bench', () => {
  const cases = [shop, market].flatMap((world) =>
    scenariosOf(world, token).map((scenario) => [`${world.name}, ${scenario.name}`, world, scenario] as const),
  );

  it.each(cases)('%s: what graphql-js says of the same rows', async (_, world, scenario) => {
    const { query, variables } = scenario.request(7, 3);
    const schema = wholeSchema(world);
    const { data, errors } = await graphql({
      schema,
      source: query,
      variableValues: variables,
      rootValue: wholeOf(world),
    });

    expect(errors).toBeUndefined();
    expect(JSON.parse(await scenario.expected({ query, ...(variables && { variables }) }))).toEqual(
      JSON.parse(JSON.stringify({ data })),
    );
  });

  it('asks no two alike where nothing can be shared', () => {
    const unshareable = [shop, market]
      .flatMap((world) => scenariosOf(world, token))
      .filter(({ name }) => /unique|never-seen/.test(name));
    for (const { request } of unshareable) expect(request(1, 0)).not.toEqual(request(2, 0));
    expect(unshareable).toHaveLength(6);
  });
});

describe('a subgraph of the bench', () => {
  it('works out what `@requires` says from the representation, and says nothing without it', () => {
    const { inventory } = market.subgraphs;
    const answer = answerer(rootOf(inventory as NonNullable<typeof inventory>));
    const query =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Product { shippingEstimate } ... on User { id } } }';
    const product = { __typename: 'Product', upc: '1' };

    expect(JSON.parse(answer(query, { of: [{ ...product, price: 10, weight: 50 }, product] }))).toEqual({
      data: { _entities: [{ shippingEstimate: 25 }, { shippingEstimate: null }] },
    });
  });

  it('merges a field that fragments select twice', () => {
    const { products } = market.subgraphs;
    const answer = answerer(rootOf(products as NonNullable<typeof products>));

    expect(answer('{ topProducts(first: 1) { upc ...A } } fragment A on Product { upc n: name }', {})).toBe(
      '{"data":{"topProducts":[{"upc":"0","n":"Product 0"}]}}',
    );
  });
});
