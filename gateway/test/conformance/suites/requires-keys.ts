import { suite } from '../suite.ts';

const LAMP = { code: 7, id: 'i7', price: 40 };

/** What one of several keys leads to requires what another leads to. */
export const requiresKeys = suite({
  name: '@requires of an entity with several keys',
  subgraphs: {
    shelves: {
      sdl: 'type Query { item: Item } type Item @key(fields: "code") { code: Int! @shareable }',
      root: { item: { code: 7 } },
      entities: { Item: [{ code: 7 }] },
    },
    prices: {
      sdl: `
        type Item @key(fields: "code") @key(fields: "id") { code: Int! @shareable  id: ID! @shareable  price: Int }`,
      entities: { Item: [LAMP] },
    },
    taxes: {
      sdl: `
        type Item @key(fields: "code") @key(fields: "id") {
          code: Int! @shareable
          id: ID! @shareable
          price: Int @external
          tax: Int @requires(fields: "price")
        }`,
      entities: { Item: [{ code: 7, id: 'i7' }] },
      resolvers: { Item: { tax: ({ price }: { price: number }) => price / 4 } },
    },
  },
  cases: [
    {
      name: 'the Rust planner ends its process over it, and the answer is there all the same',
      query: '{ item { tax } }',
      data: { item: { tax: 10 } },
      asks: { shelves: 1, prices: 1, taxes: 1 },
    },
    {
      name: 'beside what it requires',
      query: '{ item { price tax id } }',
      data: { item: { price: 40, tax: 10, id: 'i7' } },
    },
  ],
});
