import { supergraphSdl } from '@app/schema/sdl';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { policyOf } from '../../../src/caches/public/policy.ts';
import { publicRulesOf } from '../../../src/caches/public/rules.ts';

const shop = publicRulesOf(`
  schema { query: Query }
  type Query {
    feed: [Shop!] @cacheControl(maxAge: 30)
    silent: Shop
    count: Int
    limit: Int @cacheControl(maxAge: 5)
    mine: Shop @cacheControl(maxAge: 30, scope: PRIVATE)
    guarded: Shop @cacheControl(maxAge: 30) @auth(requires: [])
    nothing: Int @cacheControl(maxAge: 0)
    lent: Shop @cacheControl(inheritMaxAge: true)
    things: [Thing] @cacheControl(maxAge: 60)
    ever: Int @cacheControl(maxAge: 999999)
  }
  interface Named { name: String }
  type Shop implements Named @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", resolvable: false) {
    id: ID!
    name: String
    slow: String @cacheControl(maxAge: 90)
    quick: String @cacheControl(maxAge: 10)
    secret: String @cacheControl(scope: PRIVATE)
    guarded: String @auth
    items: [Item] @cacheControl(inheritMaxAge: true)
    rating: Rating @cacheControl(maxAge: 60)
    place: Place
    owner: Person @cacheControl(maxAge: 60)
  }
  type Item implements Named @join__type(graph: A, key: "sku shop") { sku: ID! shop: ID! name: String price: Int @cacheControl(maxAge: 20) }
  type Rating { average: Float }
  type Place { city: String }
  type Person @join__type(graph: A, key: "id") { id: ID! name: String }
  union Thing = Shop | Item | Rating
`);

const policy = (text: string, rules = shop) => policyOf(parse(text), rules);

describe('the policy of a root fetch', () => {
  it.each<[string, number, string[]]>([
    ['{ feed { id name } }', 30, ['Shop']],
    ['{ feed { slow } }', 30, ['Shop']],
    ['{ feed { quick } }', 10, ['Shop']],
    ['{ limit }', 5, []],
    ['{ feed { id } limit }', 5, ['Shop']],
    ['{ a: feed { items { name } } }', 30, ['Item', 'Shop']],
    ['{ feed { items { price } } }', 20, ['Item', 'Shop']],
    ['{ feed { rating { average } } }', 30, ['Shop']],
    ['{ feed { ...F } } fragment F on Shop { quick owner { name } }', 10, ['Person', 'Shop']],
    ['{ feed { ... on Named { name } ... on Shop { quick } } }', 10, ['Shop']],
    ['{ things { ... on Rating { average } ... on Item { price } } }', 20, ['Item', 'Shop']],
    ['query ($a: Boolean!) { feed { quick @skip(if: $a) slow } }', 10, ['Shop']],
    ['{ __typename limit }', 5, []],
    ['{ ever }', 3_600, []],
  ])('%s: %d s', (text, maxAge, types) => {
    expect(policy(text)).toEqual({ maxAge, types });
  });

  it.each([
    ['a root field that says nothing', '{ silent { id } }'],
    ['a root scalar that says nothing', '{ count }'],
    ['one that says nothing beside one that does', '{ feed { id } count }'],
    ['0 seconds', '{ nothing }'],
    ['something private', '{ mine { id } }'],
    ['something private inside', '{ feed { secret } }'],
    ['something guarded, whatever else it says', '{ guarded { id } }'],
    ['something guarded inside', '{ feed { guarded } }'],
    ['an object that says nothing inside', '{ feed { place { city } } }'],
    ['a root field that would inherit', '{ lent { id } }'],
    ['a field nobody knows', '{ feed { unheardOf } }'],
    ['a fragment nobody knows', '{ feed { ...Gone } }'],
    ['a mutation', 'mutation { feed { id } }'],
    ['a subscription', 'subscription { feed { id } }'],
    ['nothing but names', '{ __typename }'],
    ['two operations', 'query A { limit } query B { limit }'],
  ])('is none with %s', (_what, text) => {
    expect(policy(text)).toBeUndefined();
  });
});

describe('the policy of an entity fetch', () => {
  const entities = (selection: string) =>
    policy(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`);

  it.each<[string, number, string[]]>([
    ['... on Shop { slow }', 90, []],
    ['... on Shop { __typename id slow }', 90, []],
    ['... on Shop { slow quick }', 10, []],
    ['... on Shop { rating { average } }', 60, []],
    ['... on Shop { slow } ... on Item { price }', 20, []],
    ['... on Shop { owner { id name } }', 60, ['Person']],
    ['... on Item { sku shop price }', 20, []],
  ])('{ %s }: %d s', (selection, maxAge, types) => {
    expect(entities(selection)).toEqual({ maxAge, types });
  });

  it.each([
    ['a field that says nothing has no parent to take it from', '... on Shop { name }'],
    ['nor has one that would inherit', '... on Shop { items { name } }'],
    ['one that says nothing beside one that does', '... on Shop { slow name }'],
    ['keys alone', '... on Shop { id }'],
    ['something private', '... on Shop { slow secret }'],
    ['something guarded', '... on Shop { guarded }'],
    ['a type nobody knows', '... on Gone { slow }'],
    ['no type at all', 'slow'],
  ])('is none: %s', (_what, selection) => {
    expect(entities(selection)).toBeUndefined();
  });
});

describe('our own supergraph', () => {
  const own = publicRulesOf(supergraphSdl());
  const of = (text: string) => policy(text, own);

  it('keeps the feed, menus and ratings, and never stock, orders or people', () => {
    const feed = 'edges { cursor distanceMeters node { id name isOpen menu { name available price { amount } } } }';
    expect(
      of(`{ businesses(near: {latitude: 1, longitude: 2}) { ${feed} pageInfo { endCursor } totalCount } }`),
    ).toEqual({
      maxAge: 30,
      types: ['Business', 'MenuItem'],
    });
    const entity = (selection: string) =>
      of(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`);
    expect(entity('... on Business { rating { average count } }')).toEqual({ maxAge: 60, types: [] });
    expect(entity('... on Courier { rating { count } }')).toEqual({ maxAge: 60, types: [] });
    expect(entity('... on Business { name menu { id } }')).toEqual({ maxAge: 30, types: ['MenuItem'] });
    expect(entity('... on MenuItem { stock { available } }')).toBeUndefined();
    expect(entity('... on Courier { name online }')).toBeUndefined();
    expect(entity('... on Delivery { courier { id } }')).toBeUndefined();
    expect(of('{ me { id } }')).toBeUndefined();
    expect(of('{ cart { id } }')).toBeUndefined();
    expect(of('{ itemsForOrder(ids: []) { id } }')).toBeUndefined();
  });

  it('says of no field both that it is guarded and for how long it may be shown to everybody', () => {
    const both = [...own.fields].filter(([, rule]) => rule.isPrivate && rule.maxAge !== undefined);
    expect(both.map(([name]) => name)).toEqual([]);
  });
});
