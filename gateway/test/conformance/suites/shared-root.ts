import { suite } from '../suite.ts';

const ID = 'type Query { dish: Dish @shareable  dishes: [Dish] @shareable }';

/** One root field that several subgraphs answer in part. */
export const sharedRoot = suite({
  name: 'shared root fields',
  subgraphs: {
    names: {
      sdl: `${ID} type Dish @shareable { id: ID!  name: Name } type Name { short: String  long: String }`,
      root: {
        dish: { id: 'd1', name: { short: 'Soup', long: 'Onion soup' } },
        dishes: [
          { id: 'd1', name: { short: 'Soup' } },
          { id: 'd2', name: { short: 'Stew' } },
        ],
      },
    },
    kinds: {
      sdl: `${ID} type Dish @shareable { id: ID!  kind: Kind } type Kind { id: ID!  label: String }`,
      root: {
        dish: { id: 'd1', kind: { id: 'k1', label: 'Warm' } },
        dishes: [
          { id: 'd1', kind: { id: 'k1', label: 'Warm' } },
          { id: 'd2', kind: { id: 'k2', label: 'Cold' } },
        ],
      },
    },
    prices: {
      sdl: `${ID} type Dish @shareable { id: ID!  price: Int }`,
      root: {
        dish: { id: 'd1', price: 9 },
        dishes: [
          { id: 'd1', price: 9 },
          { id: 'd2', price: 11 },
        ],
      },
    },
  },
  cases: [
    {
      name: 'an object put together from three answers',
      query: '{ dish { id name { short } kind { label } price } }',
      data: { dish: { id: 'd1', name: { short: 'Soup' }, kind: { label: 'Warm' }, price: 9 } },
      asks: { names: 1, kinds: 1, prices: 1 },
    },
    {
      name: 'a list put together, element by element',
      query: '{ dishes { price name { short } kind { id } id } }',
      data: {
        dishes: [
          { price: 9, name: { short: 'Soup' }, kind: { id: 'k1' }, id: 'd1' },
          { price: 11, name: { short: 'Stew' }, kind: { id: 'k2' }, id: 'd2' },
        ],
      },
    },
    {
      name: 'one subgraph is enough where it knows all that is asked for',
      query: '{ dish { id kind { label } } }',
      data: { dish: { id: 'd1', kind: { label: 'Warm' } } },
      asks: { kinds: 1 },
    },
    {
      name: 'two aliases of it stay apart',
      query: '{ a: dish { name { long } } b: dish { price } }',
      data: { a: { name: { long: 'Onion soup' } }, b: { price: 9 } },
      asks: { names: 1, prices: 1 },
    },
  ],
});
