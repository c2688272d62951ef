import { answering } from '../faults.ts';
import { suite } from '../suite.ts';

/** Answers that nobody can use: what they say is no value of its type. It is null, or takes away what holds it, and told. */
export const unusableValues = suite({
  name: 'unusable values',
  subgraphs: {
    orders: {
      sdl: `
        type Query { order: Order  orders: [Order!]  count: Int  open: Boolean  rate: Float  state: State  code: ID }
        enum State { OPEN  SHUT }
        type Order @key(fields: "id") { id: ID!  number: Int!  tags: [String!] }`,
      root: {},
      entities: { Order: [] },
    },
  },
  cases: [
    {
      name: 'text for an object',
      query: '{ order { id } count }',
      data: { order: null, count: 2 },
      errors: ['order'],
      faults: { orders: answering({ order: 'x', count: 2 }) },
    },
    {
      name: 'a list for an object',
      query: '{ order { id } }',
      data: { order: null },
      errors: ['order'],
      faults: { orders: answering({ order: [{ id: 'o1' }] }) },
    },
    {
      name: 'an object for a list',
      query: '{ orders { id } }',
      data: { orders: null },
      errors: ['orders'],
      faults: { orders: answering({ orders: { id: 'o1' } }) },
    },
    {
      name: 'leaves of other types',
      query: '{ count open rate state code }',
      data: { count: null, open: null, rate: null, state: null, code: null },
      errors: ['code', 'count', 'open', 'rate', 'state'],
      faults: { orders: answering({ count: 1.5, open: 'yes', rate: '0.5', state: 'AJAR', code: true }) },
    },
    {
      name: 'numbers beyond Int',
      query: '{ count rate }',
      data: { count: null, rate: 3e9 },
      errors: ['count'],
      faults: { orders: answering({ count: 3e9, rate: 3e9 }) },
    },
    {
      name: 'an object for a leaf',
      query: '{ code state }',
      data: { code: null, state: null },
      errors: ['code', 'state'],
      faults: { orders: answering({ code: {}, state: ['OPEN'] }) },
    },
    {
      name: 'a leaf that is never null',
      query: '{ order { id number } count }',
      data: { order: null, count: 2 },
      errors: ['order.number'],
      faults: { orders: answering({ order: { id: 'o1', number: 'one' }, count: 2 }) },
    },
    {
      name: 'null in a list that holds none',
      query: '{ order { id tags } }',
      data: { order: { id: 'o1', tags: null } },
      errors: ['order.tags.1'],
      faults: { orders: answering({ order: { id: 'o1', tags: ['a', null] } }) },
    },
    {
      name: 'a field is missing',
      query: '{ order { id tags number } }',
      data: { order: null },
      errors: ['order.number'],
      faults: { orders: answering({ order: { id: 'o1' } }) },
    },
    {
      name: 'more than was asked for',
      query: '{ order { id } }',
      data: { order: { id: 'o1' } },
      faults: { orders: answering({ order: { id: 'o1', secret: 1 }, extra: {} }) },
    },
    {
      name: 'errors that are none',
      query: '{ count }',
      data: { count: 2 },
      errors: [''],
      faults: { orders: answering({ count: 2 }, [null]) },
    },
  ],
});
