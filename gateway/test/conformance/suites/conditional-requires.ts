import { suite } from '../suite.ts';

const ITEMS = [
  { id: '1', price: 40, weight: 3, name: 'Lamp' },
  { id: '2', price: 50, weight: 4, name: 'Rug' },
];
const QUERY = 'query ($on: Boolean!) { shelf { near { beside: near { id } far: next @include(if: $on) { name } } } }';

/** Fields of one entity that require others of it, some of which are asked for only if a variable says so. */
export const conditionalRequires = suite({
  name: '@requires under a condition beside @requires without one',
  subgraphs: {
    catalog: {
      sdl: 'type Query { items: [Item] } type Item @key(fields: "id") { id: ID!  price: Int  weight: Int  name: String }',
      root: { items: ITEMS },
      entities: { Item: ITEMS },
    },
    shelves: {
      sdl: `
        type Query { shelf: Item }
        type Item @key(fields: "id") {
          id: ID!
          price: Int @external
          weight: Int @external
          near: Item @requires(fields: "price")
          next: Item @requires(fields: "price weight")
        }`,
      root: { shelf: { id: '1' } },
      entities: { Item: [{ id: '1' }, { id: '2' }] },
      resolvers: {
        Item: {
          near: ({ price }: { price: number }) => ({ id: price === 40 ? '2' : '1' }),
          next: ({ price, weight }: { price: number; weight: number }) => ({ id: price * weight === 120 ? '2' : '1' }),
        },
      },
    },
  },
  cases: [
    {
      name: 'left out: what the other requires is there all the same',
      query: QUERY,
      variables: { on: false },
      data: { shelf: { near: { beside: { id: '1' } } } },
    },
    {
      name: 'asked for: both',
      query: QUERY,
      variables: { on: true },
      data: { shelf: { near: { beside: { id: '1' }, far: { name: 'Lamp' } } } },
    },
    {
      name: 'each under a condition of its own',
      query:
        'query ($x: Boolean!, $y: Boolean!) { shelf { near { near @include(if: $x) { id } next @skip(if: $y) { name } } } }',
      variables: { x: true, y: true },
      data: { shelf: { near: { near: { id: '1' } } } },
    },
  ],
});
