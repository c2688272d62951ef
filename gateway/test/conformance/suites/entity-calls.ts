import { suite } from '../suite.ts';

export const entityCalls = suite({
  name: 'entity calls',
  subgraphs: {
    orders: {
      sdl: `
        type Query { order(id: ID!): Order  orders: [Order!]! }
        type Order @key(fields: "id") { id: ID!  number: Int!  buyer: User }
        type User @key(fields: "id") { id: ID! }`,
      root: {
        order: ({ id }: { id: string }) => ORDERS.find((order) => order.id === id),
        orders: () => ORDERS,
      },
      entities: { Order: [] },
    },
    users: {
      sdl: `
        type Query { me: User }
        type User @key(fields: "id") { id: ID!  name: String!  city: String }`,
      root: { me: { id: 'u1', name: 'Ada', city: 'Turin' } },
      entities: {
        User: [
          { id: 'u1', name: 'Ada', city: 'Turin' },
          { id: 'u2', name: 'Bo', city: null },
        ],
      },
    },
  },
  cases: [
    {
      name: 'a field of another subgraph',
      query: '{ order(id: "o1") { number buyer { name } } }',
      data: { order: { number: 1, buyer: { name: 'Ada' } } },
      asks: { orders: 1, users: 1 },
      representations: { users: 1 },
    },
    {
      name: 'the key alone asks nobody else',
      query: '{ order(id: "o1") { buyer { id } } }',
      data: { order: { buyer: { id: 'u1' } } },
      asks: { orders: 1 },
    },
    {
      name: 'in the order of the query, not of the fetches',
      query: '{ order(id: "o1") { buyer { city id name } id } }',
      data: { order: { buyer: { city: 'Turin', id: 'u1', name: 'Ada' }, id: 'o1' } },
    },
    {
      name: 'of every element of a list, each entity once',
      query: '{ orders { buyer { name } } }',
      data: {
        orders: [{ buyer: { name: 'Ada' } }, { buyer: { name: 'Bo' } }, { buyer: null }, { buyer: { name: 'Ada' } }],
      },
      asks: { orders: 1, users: 1 },
      representations: { users: 2 },
    },
    {
      name: 'nothing is asked for an object that is not there',
      query: '{ order(id: "none") { number buyer { name } } }',
      data: { order: null },
      asks: { orders: 1 },
    },
    {
      name: 'nothing is asked when no entity has a reference',
      query: '{ order(id: "o3") { number buyer { name } } }',
      data: { order: { number: 3, buyer: null } },
      asks: { orders: 1 },
    },
    {
      name: 'root fields of two subgraphs at once',
      query: '{ me { name } order(id: "o2") { number } }',
      data: { me: { name: 'Ada' }, order: { number: 2 } },
      asks: { orders: 1, users: 1 },
    },
    {
      name: 'the same field twice, under aliases',
      query: '{ first: order(id: "o1") { buyer { name } } second: order(id: "o2") { who: buyer { called: name } } }',
      data: { first: { buyer: { name: 'Ada' } }, second: { who: { called: 'Bo' } } },
    },
  ],
});

const ORDERS = [
  { id: 'o1', number: 1, buyer: { id: 'u1' } },
  { id: 'o2', number: 2, buyer: { id: 'u2' } },
  { id: 'o3', number: 3, buyer: null },
  { id: 'o4', number: 4, buyer: { id: 'u1' } },
];
