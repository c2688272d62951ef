import { suite } from '../suite.ts';

/** Interfaces whose implementations are spread over subgraphs. */
export const interfaces = suite({
  name: 'interfaces',
  subgraphs: {
    shop: {
      sdl: `
        type Query { items: [Item!]!  node(id: ID!): Node  similar: Item  things: [Thing!]! }
        interface Node { id: ID! }
        interface Item { id: ID!  sku: String }
        interface Warranted { months: Int }
        union Thing = Oven | Toaster
        type Book implements Item & Node @key(fields: "id") { id: ID!  sku: String  like: Book @provides(fields: "price")  price: Int @external }
        type Oven implements Item & Node @key(fields: "id") { id: ID!  sku: String }
        type Toaster implements Item & Node & Warranted @key(fields: "id") { id: ID!  sku: String  months: Int }`,
      root: {
        items: [
          { __typename: 'Book', id: 'b1', sku: 'B' },
          { __typename: 'Oven', id: 'o1', sku: 'O' },
          { __typename: 'Toaster', id: 't1', sku: 'T', months: 24 },
        ],
        node: ({ id }: { id: string }) => (id === 'o1' ? { __typename: 'Oven', id } : null),
        similar: { __typename: 'Book', id: 'b1', like: { id: 'b2', price: 15 } },
        things: [
          { __typename: 'Oven', id: 'o1' },
          { __typename: 'Toaster', id: 't1', months: 24 },
        ],
      },
      entities: { Book: [{ id: 'b1', like: { id: 'b2', price: 15 } }], Oven: [], Toaster: [] },
    },
    facts: {
      sdl: `
        interface Node { id: ID! }
        interface Warranted { months: Int }
        interface Priced { price: Int }
        type Book implements Priced & Node @key(fields: "id") { id: ID!  price: Int @shareable  author: Author }
        type Oven implements Warranted & Priced & Node @key(fields: "id") { id: ID!  months: Int  price: Int }
        type Toaster @key(fields: "id") { id: ID!  slots: Int }
        type Author { name: String! }`,
      entities: {
        Book: [
          { id: 'b1', price: 20, author: { name: 'Jane' } },
          { id: 'b2', price: 15, author: { name: 'Mary' } },
        ],
        Oven: [{ id: 'o1', months: 36, price: 900 }],
        Toaster: [{ id: 't1', slots: 2 }],
      },
    },
  },
  cases: [
    {
      name: 'its own fields',
      query: '{ items { __typename sku } }',
      data: {
        items: [
          { __typename: 'Book', sku: 'B' },
          { __typename: 'Oven', sku: 'O' },
          { __typename: 'Toaster', sku: 'T' },
        ],
      },
      asks: { shop: 1 },
    },
    {
      name: 'fields of implementations in another subgraph are one request',
      query: '{ items { id ... on Book { price } ... on Oven { price months } ... on Toaster { slots } } }',
      data: {
        items: [
          { id: 'b1', price: 20 },
          { id: 'o1', price: 900, months: 36 },
          { id: 't1', slots: 2 },
        ],
      },
      asks: { shop: 1, facts: 1 },
      representations: { facts: 3 },
    },
    {
      name: 'an interface of another subgraph as a condition',
      query: '{ items { sku ... on Priced { price } } }',
      data: { items: [{ sku: 'B', price: 20 }, { sku: 'O', price: 900 }, { sku: 'T' }] },
    },
    {
      name: 'an interface that one subgraph knows of one type and another of another',
      query: '{ things { ... on Warranted { months } } items { ... on Warranted { months } } }',
      data: { things: [{ months: 36 }, { months: 24 }], items: [{}, { months: 36 }, { months: 24 }] },
    },
    {
      name: 'conditions inside of conditions',
      query: '{ items { ... on Node { id ... on Warranted { months ... on Oven { price } } } } }',
      data: { items: [{ id: 'b1' }, { id: 'o1', months: 36, price: 900 }, { id: 't1', months: 24 }] },
    },
    {
      name: 'a field whose type on the implementation is narrower',
      query: '{ similar { ... on Book { like { id price } } } }',
      data: { similar: { like: { id: 'b2', price: 15 } } },
      asks: { shop: 1 },
    },
    {
      name: 'round a circle of one type',
      query: '{ similar { sku ... on Book { price like { author { name } price } } } }',
      data: { similar: { sku: null, price: 20, like: { author: { name: 'Mary' }, price: 15 } } },
    },
    {
      name: 'a node by its id, narrowed',
      query:
        '{ node(id: "o1") { __typename ... on Oven { months } ... on Book { price } } none: node(id: "x") { id } }',
      data: { node: { __typename: 'Oven', months: 36 }, none: null },
    },
  ],
});
