import { answering, down, entities, refusing } from '../faults.ts';
import { suite } from '../suite.ts';

const LIST = '{ orders { id buyer { name } } }';
const EMPTY = {
  orders: [
    { id: 'o1', buyer: { name: null } },
    { id: 'o2', buyer: { name: null } },
  ],
};

/** Subgraphs that do not answer, or answer what nobody can use: the rest of the answer is there, and the hole is told. */
export const outages = suite({
  name: 'outages',
  subgraphs: {
    orders: {
      sdl: `
        type Query { order: Order  orders: [Order!]  count: Int }
        type Order @key(fields: "id") { id: ID!  number: Int!  buyer: User }
        type User @key(fields: "id") { id: ID! }`,
      root: {
        order: { id: 'o1', number: 1, buyer: { id: 'u1' } },
        orders: [
          { id: 'o1', number: 1, buyer: { id: 'u1' } },
          { id: 'o2', number: 2, buyer: { id: 'u2' } },
        ],
        count: 2,
      },
      entities: { Order: [] },
    },
    users: {
      sdl: 'type Query { me: User } type User @key(fields: "id") { id: ID!  name: String  email: String! }',
      root: { me: { id: 'u1', name: 'Ada', email: 'ada@x' } },
      entities: {
        User: [
          { id: 'u1', name: 'Ada', email: 'ada@x' },
          { id: 'u2', name: 'Bo', email: 'bo@x' },
        ],
      },
    },
    ratings: {
      sdl: 'type User @key(fields: "id") { id: ID!  stars: Int }',
      entities: {
        User: [
          { id: 'u1', stars: 5 },
          { id: 'u2', stars: 1 },
        ],
      },
    },
  },
  cases: [
    {
      name: 'down: its root fields',
      query: '{ me { name } count }',
      data: { me: null, count: 2 },
      errors: [''],
      faults: { users: down },
    },
    {
      name: 'down: its fields of a list of entities',
      query: LIST,
      data: EMPTY,
      errors: ['orders'],
      faults: { users: down },
    },
    {
      name: 'down: its fields of one entity',
      query: '{ order { buyer { name stars } } }',
      data: { order: { buyer: { name: null, stars: 5 } } },
      errors: ['order.buyer'],
      faults: { users: down },
    },
    {
      name: 'down: fields that are never null',
      query: '{ orders { id buyer { email stars } } count }',
      data: {
        orders: [
          { id: 'o1', buyer: null },
          { id: 'o2', buyer: null },
        ],
        count: 2,
      },
      errors: ['orders'],
      faults: { users: down },
    },
    {
      name: 'down: two places of one subgraph, told for each',
      query: '{ order { buyer { name } } orders { buyer { name } } }',
      data: { order: { buyer: { name: null } }, orders: [{ buyer: { name: null } }, { buyer: { name: null } }] },
      errors: ['order.buyer', 'orders'],
      faults: { users: down },
    },
    {
      name: 'down: two subgraphs',
      query: '{ order { number buyer { name stars } } }',
      data: { order: { number: 1, buyer: { name: null, stars: null } } },
      errors: ['order.buyer', 'order.buyer'],
      faults: { users: down, ratings: down },
    },
    {
      name: 'down: everything',
      query: '{ order { id } }',
      data: { order: null },
      errors: [''],
      faults: { orders: down },
    },
    {
      name: 'nothing is asked for what did not come',
      query: '{ orders { buyer { name } } }',
      data: { orders: null },
      errors: [''],
      asks: { orders: 1 },
      faults: { orders: down },
    },
    {
      name: 'an error without data or path',
      query: LIST,
      data: EMPTY,
      errors: ['orders'],
      faults: { users: refusing },
    },
    {
      name: 'an error without data or path, of root fields',
      query: '{ me { name } count }',
      data: { me: null, count: 2 },
      errors: [''],
      faults: { users: refusing },
    },
    {
      name: 'entities: fewer than asked for',
      query: LIST,
      data: EMPTY,
      errors: ['orders'],
      faults: { users: entities((list) => list.slice(1)) },
    },
    {
      name: 'entities: more than asked for',
      query: LIST,
      data: EMPTY,
      errors: ['orders'],
      faults: { users: entities((list) => [...list, ...list]) },
    },
    { name: 'entities: none', query: LIST, data: EMPTY, errors: ['orders'], faults: { users: entities(() => []) } },
    {
      name: 'entities: no list',
      query: LIST,
      data: EMPTY,
      errors: ['orders'],
      faults: { users: entities(() => 'oops') },
    },
    { name: 'entities: null', query: LIST, data: EMPTY, errors: ['orders'], faults: { users: entities(() => null) } },
    {
      name: 'entities: the field is missing',
      query: LIST,
      data: EMPTY,
      errors: ['orders'],
      faults: { users: answering({}) },
    },
    {
      name: 'entities: each null, which is an answer',
      query: LIST,
      data: EMPTY,
      errors: [],
      faults: { users: entities((list) => list.map(() => null)) },
    },
    {
      name: 'entities: each null, and a field that is never null',
      query: '{ orders { id buyer { email } } }',
      data: {
        orders: [
          { id: 'o1', buyer: null },
          { id: 'o2', buyer: null },
        ],
      },
      errors: ['orders.0.buyer.email', 'orders.1.buyer.email'],
      faults: { users: entities((list) => list.map(() => null)) },
    },
    {
      name: 'entities: one null',
      query: LIST,
      data: {
        orders: [
          { id: 'o1', buyer: { name: null } },
          { id: 'o2', buyer: { name: 'Bo' } },
        ],
      },
      faults: { users: entities(([, ...rest]) => [null, ...rest]) },
    },
    {
      name: 'entities: text instead of objects',
      query: LIST,
      data: EMPTY,
      errors: ['orders'],
      faults: { users: entities((list) => list.map(() => 'x')) },
    },
    {
      name: 'entities: an error at a place that was not asked for is not lost',
      query: LIST,
      data: EMPTY,
      errors: ['orders'],
      faults: { users: answering({ _entities: [null, null] }, [{ message: 'no', path: ['elsewhere'] }]) },
    },
    {
      name: 'entities: an error of the whole list',
      query: LIST,
      data: EMPTY,
      errors: ['orders'],
      faults: { users: answering(null, [{ message: 'no', path: ['_entities'] }]) },
    },
    {
      name: 'entities: an error beside data',
      query: '{ order { buyer { name stars } } }',
      data: { order: { buyer: { name: 'Ada', stars: 5 } } },
      errors: ['order.buyer.name'],
      faults: {
        users: answering({ _entities: [{ __typename: 'User', name: 'Ada' }] }, [
          { message: 'stale', path: ['_entities', 0, 'name'] },
        ]),
      },
    },
  ],
});
