import type { Args, Row } from './answer.ts';
import { users } from './sessions.ts';
import type { World } from './world.ts';

/** Everything about a product; each subgraph is asked only for its own fields. */
const product = (id: number): Row => ({
  __typename: 'Product',
  id: String(id),
  name: `Product number ${id}`,
  price: 100 + (id % 900),
  available: id % 17,
  rating: { __typename: 'Rating', average: (id % 50) / 10, count: id % 400 },
});

const products = ({ first = 10, from = 0 }: Args): Row[] =>
  Array.from({ length: Number(first) }, (_, at) => product(Number(from) + at));

const byId = ({ id }: Row): Row => product(Number(id));

/** Three subgraphs and a list: the small question. A fourth knows sessions. */
export const shop: World = {
  name: 'shop',
  subgraphs: {
    users,
    catalog: {
      sdl: `extend type Query { products(first: Int = 10, from: Int = 0): [Product!]! }
            type Product @key(fields: "id") { id: ID! name: String! price: Int! }`,
      query: { products },
      entities: { Product: byId },
    },
    stock: {
      sdl: 'extend type Product @key(fields: "id") { id: ID! @external available: Int! }',
      query: {},
      entities: { Product: byId },
    },
    opinions: {
      sdl: `extend type Product @key(fields: "id") { id: ID! @external rating: Rating }
            type Rating { average: Float! count: Int! }`,
      query: {},
      entities: { Product: byId },
    },
  },
};
