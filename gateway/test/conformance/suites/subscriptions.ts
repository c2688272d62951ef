import { suite } from '../suite.ts';

const EVENT = {
  __typename: 'Order',
  id: 'o1',
  status: 'OPEN',
  buyer: { id: 'u1' },
  lines: [{ sku: 's1' }, { sku: 's2' }],
};

/** One event of a subscription: the owning subgraph's part is there, the others add theirs. */
export const subscriptions = suite({
  name: 'subscriptions',
  subgraphs: {
    orders: {
      sdl: `
        type Query { order: Order }
        type Subscription { orderChanged(id: ID): Order  placed: Order!  happening: Happening  ticks: Int  silent: Order }
        union Happening = Order | Note
        type Order @key(fields: "id") { id: ID!  status: String!  buyer: User  lines: [Line!]! }
        type Line @key(fields: "sku") { sku: ID! }
        type User @key(fields: "id") { id: ID! }
        type Note { text: String }`,
      root: {
        orderChanged: ({ id }: { id?: string }) => ({ ...EVENT, id: id ?? 'o1' }),
        placed: EVENT,
        happening: EVENT,
        ticks: 3,
        silent: null,
      },
      entities: { Order: [EVENT], Line: [] },
    },
    users: {
      sdl: 'type User @key(fields: "id") { id: ID!  name: String!  order: Order } type Order @key(fields: "id") { id: ID! }',
      entities: { User: [{ id: 'u1', name: 'Ada', order: { id: 'o1' } }] },
    },
    stock: {
      sdl: `
        type Order @key(fields: "id") { id: ID!  status: String! @external  hint: String @requires(fields: "status")  paid: Boolean! }
        type Line @key(fields: "sku") { sku: ID!  left(by: Int = 1): Int }`,
      entities: { Order: [{ id: 'o1', paid: true }], Line: [{ sku: 's1' }, { sku: 's2' }] },
      resolvers: {
        Order: { hint: ({ status }: { status: string }) => `it is ${status}` },
        Line: { left: ({ sku }: { sku: string }, { by }) => (sku === 's1' ? 4 * by : 0) },
      },
    },
  },
  cases: [
    {
      name: 'what the owner knows needs no one else',
      query: 'subscription { orderChanged { status lines { sku } } }',
      data: { orderChanged: { status: 'OPEN', lines: [{ sku: 's1' }, { sku: 's2' }] } },
      asks: {},
    },
    {
      name: 'what other subgraphs add, each in one request',
      query: 'subscription { orderChanged { id buyer { name } lines { left } } }',
      data: { orderChanged: { id: 'o1', buyer: { name: 'Ada' }, lines: [{ left: 4 }, { left: 0 }] } },
      asks: { users: 1, stock: 1 },
      representations: { users: 1, stock: 2 },
    },
    {
      name: 'under aliases',
      query: 'subscription { o: orderChanged { who: buyer { called: name } hint } }',
      data: { o: { who: { called: 'Ada' }, hint: 'it is OPEN' } },
      asks: { users: 1, stock: 1 },
    },
    {
      name: 'with variables',
      query: 'subscription ($id: ID, $by: Int) { orderChanged(id: $id) { id lines { left(by: $by) } } }',
      variables: { id: 'o7', by: 10 },
      data: { orderChanged: { id: 'o7', lines: [{ left: 40 }, { left: 0 }] } },
    },
    {
      name: 'conditions',
      query:
        'subscription ($no: Boolean!) { orderChanged { id buyer { id name @skip(if: $no) } hint @skip(if: $no) } }',
      variables: { no: true },
      data: { orderChanged: { id: 'o1', buyer: { id: 'u1' } } },
      asks: {},
    },
    {
      name: 'abstract types',
      query: 'subscription { happening { __typename ... on Order { hint } ... on Note { text } } }',
      data: { happening: { __typename: 'Order', hint: 'it is OPEN' } },
      asks: { stock: 1 },
    },
    { name: 'a scalar', query: 'subscription { ticks }', data: { ticks: 3 }, asks: {} },
    { name: 'null', query: 'subscription { silent { hint } }', data: { silent: null }, asks: {} },
    {
      name: 'null where it may not be, in another subgraph',
      query: 'subscription { orderChanged(id: "o9") { id paid } }',
      data: { orderChanged: null },
      errors: ['orderChanged.paid'],
    },
    {
      name: 'null up to the root',
      query: 'subscription { placed { buyer { order { paid } } } }',
      data: { placed: { buyer: { order: { paid: true } } } },
    },
    {
      name: 'and back to the owner',
      query: 'subscription { placed { buyer { order { status } } } }',
      data: { placed: { buyer: { order: { status: 'OPEN' } } } },
      asks: { users: 1, orders: 1 },
    },
  ],
});
