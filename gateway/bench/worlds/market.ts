import type { Args, Row } from './answer.ts';
import { users as sessions } from './sessions.ts';
import type { World } from './world.ts';

/** A set of people, goods and opinions. There are as many sets as whole numbers, none sharing an id with another. */
const SET = 1_000;
const USERS = 6;
const PRODUCTS = 9;
const REVIEWS = 26;
const WORDS = 'Of all the things we had that week this one was the first to be gone, and nobody regretted it.';

const setOf = (id: number): number => id - (id % SET);
const ids = (set: number, count: number): number[] => Array.from({ length: count }, (_, at) => set + at);

const user = (id: number): Row => ({
  __typename: 'User',
  id: String(id),
  name: `Name of ${id}`,
  username: `user-${id}`,
  birthday: 1_900 + (id % 100),
  reviews: () =>
    ids(setOf(id), REVIEWS)
      .filter((review) => (review % SET) % USERS === id % SET)
      .map(review),
});

const product = (id: number): Row => ({
  __typename: 'Product',
  upc: String(id),
  name: `Product ${id}`,
  price: 500 + (id % 700),
  weight: 100 + (id % 300),
  inStock: id % 3 !== 0,
  shippingEstimate: estimate(500 + (id % 700), 100 + (id % 300)),
  reviews: () =>
    ids(setOf(id), REVIEWS)
      .filter((review) => (review % SET) % PRODUCTS === id % SET)
      .map(review),
});

const review = (id: number): Row => ({
  __typename: 'Review',
  id: String(id),
  body: WORDS.slice(0, 20 + (id % 60)),
  author: () => user(setOf(id) + ((id % SET) % USERS)),
  product: () => product(setOf(id) + ((id % SET) % PRODUCTS)),
});

/** What sending something costs; nothing for what is dear. */
const estimate = (price: number, weight: number): number => (price > 1_000 ? 0 : Math.round(weight / 2));

/** As the subgraph works it out: from what the gateway fetched elsewhere (`@requires`), wrong if it did not. */
const estimated = ({ upc, price, weight }: Row): Row => ({
  ...product(Number(upc)),
  shippingEstimate: typeof price === 'number' && typeof weight === 'number' ? estimate(price, weight) : null,
});

const users = ({ set = 0 }: Args): Row[] => ids(Number(set) * SET, USERS).map(user);
const topProducts = ({ first = 5, set = 0 }: Args): Row[] => ids(Number(set) * SET, Number(first)).map(product);

/** Four subgraphs with two-way references: the wide question. A fifth knows sessions. */
export const market: World = {
  name: 'market',
  subgraphs: {
    users: sessions,
    accounts: {
      sdl: `extend type Query { users(set: Int = 0): [User] }
            type User @key(fields: "id") { id: ID! name: String username: String birthday: Int }`,
      query: { users },
      entities: { User: ({ id }) => user(Number(id)) },
    },
    inventory: {
      sdl: `extend type Product @key(fields: "upc") { upc: String! @external weight: Int @external price: Int @external
              inStock: Boolean shippingEstimate: Int @requires(fields: "price weight") }`,
      query: {},
      entities: { Product: estimated },
    },
    products: {
      sdl: `extend type Query { topProducts(first: Int = 5, set: Int = 0): [Product] }
            type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
      query: { topProducts },
      entities: { Product: ({ upc }) => product(Number(upc)) },
    },
    reviews: {
      sdl: `type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
            extend type User @key(fields: "id") { id: ID! @external username: String @external reviews: [Review] }
            extend type Product @key(fields: "upc") { upc: String! @external reviews: [Review] }`,
      query: {},
      entities: {
        User: ({ id }) => user(Number(id)),
        Product: ({ upc }) => product(Number(upc)),
        Review: ({ id }) => review(Number(id)),
      },
    },
  },
};
