import { suite } from '../suite.ts';

type Priced = { price: number; weight: number };

/** Required fields with arguments, which the client may ask for with other arguments. */
export const requiresArguments = suite({
  name: '@requires with arguments',
  subgraphs: {
    catalog: {
      sdl: `
        type Query { items: [Item] }
        type Item @key(fields: "id") {
          id: ID!  name: String  weight: Int
          price(currency: String!): Int
          kind: Kind
        }
        type Kind { average(currency: String!): Int }`,
      root: {
        items: [
          { id: '1', name: 'Lamp', weight: 2, kind: {} },
          { id: '2', name: 'Rug', weight: 5, kind: {} },
        ],
      },
      entities: {
        Item: [
          { id: '1', name: 'Lamp', weight: 2, kind: {} },
          { id: '2', name: 'Rug', weight: 5, kind: {} },
        ],
      },
      resolvers: {
        Item: { price: ({ id }: { id: string }, { currency }) => Number(id) * (currency === 'USD' ? 10 : 7) },
        Kind: { average: (_kind: object, { currency }) => (currency === 'USD' ? 12 : 9) },
      },
    },
    shipping: {
      sdl: `
        type Item @key(fields: "id") {
          id: ID!
          weight: Int @external
          price(currency: String!): Int @external
          kind: Kind @external
          dollars: Int @requires(fields: "price(currency: \\"USD\\") weight")
          euros: Int @requires(fields: "price(currency: \\"EUR\\") weight")
          dear: Boolean @requires(fields: "kind { average(currency: \\"USD\\") }")
        }
        type Kind @external { average(currency: String!): Int }`,
      entities: { Item: [{ id: '1' }, { id: '2' }] },
      resolvers: {
        Item: {
          dollars: ({ price, weight }: Priced) => price * weight,
          euros: ({ price, weight }: Priced) => price * weight,
          dear: ({ kind }: { kind: { average: number } }) => kind.average > 10,
        },
      },
    },
  },
  cases: [
    { name: 'with an argument', query: '{ items { dollars } }', data: { items: [{ dollars: 20 }, { dollars: 100 }] } },
    {
      name: 'the same field, required with two arguments',
      query: '{ items { dollars euros } }',
      data: {
        items: [
          { dollars: 20, euros: 14 },
          { dollars: 100, euros: 70 },
        ],
      },
      wrong: ['apollo'],
    },
    {
      name: 'required with one argument, asked for with another',
      query: '{ items { price(currency: "EUR") dollars } }',
      data: {
        items: [
          { price: 7, dollars: 20 },
          { price: 14, dollars: 100 },
        ],
      },
      wrong: ['apollo'],
    },
    {
      name: 'required with one argument, asked for with a variable',
      query: 'query ($currency: String!) { items { name price(currency: $currency) euros } }',
      variables: { currency: 'USD' },
      data: {
        items: [
          { name: 'Lamp', price: 10, euros: 14 },
          { name: 'Rug', price: 20, euros: 70 },
        ],
      },
      wrong: ['apollo'],
    },
    {
      name: 'required and asked for with the same argument, under an alias',
      query: '{ items { dear cost: price(currency: "USD") dollars } }',
      data: {
        items: [
          { dear: true, cost: 10, dollars: 20 },
          { dear: true, cost: 20, dollars: 100 },
        ],
      },
    },
    {
      name: 'an argument inside of a nested selection, asked for with another',
      query: '{ items { kind { average(currency: "EUR") } dear } }',
      data: {
        items: [
          { kind: { average: 9 }, dear: true },
          { kind: { average: 9 }, dear: true },
        ],
      },
    },
  ],
});
