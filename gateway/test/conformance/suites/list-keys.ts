import { suite } from '../suite.ts';

/** Keys that are lists, and keys that contain other entities. */
export const listKeys = suite({
  name: 'list keys',
  subgraphs: {
    bundles: {
      sdl: `
        type Query { bundles: [Bundle!]! }
        type Bundle @key(fields: "parts { sku }") { parts: [Part!]! }
        type Part @key(fields: "sku") { sku: ID! }
        `,
      root: {
        bundles: [{ parts: [{ sku: 'a' }, { sku: 'b' }] }, { parts: [{ sku: 'a' }] }, { parts: [] }],
      },
    },
    prices: {
      sdl: `
        type Bundle @key(fields: "parts { sku }") { parts: [Part!]!  price: Int }
        type Part @key(fields: "sku") { sku: ID!  owner: User }
        type User @key(fields: "name { first last }") { name: Name! }
        type Name @shareable { first: String!  last: String! }`,
      entities: {
        Bundle: [
          { parts: [{ sku: 'a' }, { sku: 'b' }], price: 30 },
          { parts: [{ sku: 'a' }], price: 10 },
          { parts: [], price: 0 },
        ],
        Part: [{ sku: 'a' }, { sku: 'b' }],
      },
      resolvers: {
        Part: { owner: ({ sku }: { sku: string }) => (sku === 'a' ? { name: { first: 'Ada', last: 'Li' } } : null) },
      },
    },
    people: {
      sdl: `
        type User @key(fields: "name { first last }") { name: Name!  age: Int }
        type Name @shareable { first: String!  last: String! }`,
      entities: { User: [{ name: { first: 'Ada', last: 'Li' }, age: 36 }] },
    },
  },
  cases: [
    {
      name: 'a list of objects as a key',
      query: '{ bundles { price } }',
      data: { bundles: [{ price: 30 }, { price: 10 }, { price: 0 }] },
      representations: { prices: 3 },
    },
    {
      name: 'an entity inside a key is an entity of its own',
      query: '{ bundles { parts { sku owner { age name { last } } } price } }',
      data: {
        bundles: [
          {
            parts: [
              { sku: 'a', owner: { age: 36, name: { last: 'Li' } } },
              { sku: 'b', owner: null },
            ],
            price: 30,
          },
          { parts: [{ sku: 'a', owner: { age: 36, name: { last: 'Li' } } }], price: 10 },
          { parts: [], price: 0 },
        ],
      },
    },
  ],
});
