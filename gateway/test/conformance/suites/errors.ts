import { suite } from '../suite.ts';

const fails = () => {
  throw new Error('not today');
};

/** Errors of subgraphs, told at the client's places. */
export const errors = suite({
  name: 'error paths',
  subgraphs: {
    orders: {
      sdl: `
        type Query { order: Order  orders: [Order!]  broken: Int  brokenHard: Int!  pair: [[Order]] }
        type Order @key(fields: "id") { id: ID!  buyer: User  seller: User  note: String  noteHard: String!  tags: [String]  tagsHard: [String!] }
        type User @key(fields: "id") { id: ID! }`,
      root: {
        order: { id: 'o1', buyer: { id: 'u2' }, seller: { id: 'u1' } },
        orders: [
          { id: 'o1', buyer: { id: 'u1' }, seller: { id: 'u2' } },
          { id: 'o2', buyer: { id: 'u2' }, seller: { id: 'u2' } },
          { id: 'o3', buyer: { id: 'u3' }, seller: null },
        ],
        pair: [[{ id: 'o1', buyer: { id: 'u1' } }], [null, { id: 'o2', buyer: { id: 'u2' } }]],
        broken: fails,
        brokenHard: fails,
      },
      entities: { Order: [] },
      resolvers: {
        Order: {
          note: fails,
          noteHard: ({ id }: { id: string }) => (id === 'o2' ? fails() : 'fine'),
          tags: () => ['a', new Error('not this one'), 'c'],
          tagsHard: () => ['a', new Error('not this one'), 'c'],
        },
      },
    },
    users: {
      sdl: `type User @key(fields: "id") { id: ID!  name: String  email: String!  phone: String!  friend: User  pets: [Pet] } type Pet { name: String! }`,
      entities: {
        User: [],
      },
      resolvers: {
        User: {
          __resolveReference: (async ({ id }: { id: string }) =>
            id === 'u3' ? fails() : { id, friend: { id: 'u1' }, pets: [{ name: 'Tom' }, { name: fails }] }) as never,
          name: ({ id }: { id: string }) => (id === 'u2' ? fails() : 'Ada'),
          email: ({ id }: { id: string }) => (id === 'u2' ? fails() : 'ada@x'),
          phone: () => '1',
        },
      },
    },
  },
  cases: [
    { name: 'of a root field', query: '{ broken }', data: { broken: null }, errors: ['broken'] },
    {
      name: 'of a root field, under its alias',
      query: '{ x: broken order { id } }',
      data: { x: null, order: { id: 'o1' } },
      errors: ['x'],
    },
    {
      name: 'of a root field that is never null',
      query: '{ order { id } brokenHard }',
      data: null,
      errors: ['brokenHard'],
    },
    {
      name: 'of a field in a list',
      query: '{ orders { no: note } }',
      data: { orders: [{ no: null }, { no: null }, { no: null }] },
      errors: ['orders.0.no', 'orders.1.no', 'orders.2.no'],
    },
    {
      name: 'of a field that is never null, in a list of objects that are never null',
      query: '{ orders { noteHard } order { id } }',
      data: { orders: null, order: { id: 'o1' } },
      errors: ['orders.1.noteHard'],
    },
    {
      name: 'of an element',
      query: '{ order { tags } }',
      data: { order: { tags: ['a', null, 'c'] } },
      errors: ['order.tags.1'],
    },
    {
      name: 'of an element that is never null',
      query: '{ order { tagsHard } }',
      data: { order: { tagsHard: null } },
      errors: ['order.tagsHard.1'],
    },
    {
      name: 'of an entity, under aliases all the way',
      query: '{ all: orders { who: buyer { called: name } } }',
      data: { all: [{ who: { called: 'Ada' } }, { who: { called: null } }, { who: { called: null } }] },
      errors: ['all.1.who.called', 'all.2.who'],
    },
    {
      name: 'of one entity in several places: in each',
      query: '{ orders { buyer { name } seller { name } } }',
      data: {
        orders: [
          { buyer: { name: 'Ada' }, seller: { name: null } },
          { buyer: { name: null }, seller: { name: null } },
          { buyer: { name: null }, seller: null },
        ],
      },
      errors: ['orders.0.seller.name', 'orders.1.buyer.name', 'orders.1.seller.name', 'orders.2.buyer'],
    },
    {
      name: 'in lists of lists',
      query: '{ pair { b: buyer { n: name } } }',
      data: { pair: [[{ b: { n: 'Ada' } }], [null, { b: { n: null } }]] },
      errors: ['pair.1.1.b.n'],
    },
    {
      name: 'of an entity field that is never null: the entity is null',
      query: '{ orders { buyer { id email } } }',
      data: { orders: [{ buyer: { id: 'u1', email: 'ada@x' } }, { buyer: null }, { buyer: null }] },
      errors: ['orders.1.buyer.email', 'orders.2.buyer'],
    },
    {
      name: 'one of two fields that are never null: told once',
      query: '{ order { buyer { phone email } } }',
      data: { order: { buyer: null } },
      errors: ['order.buyer.email'],
    },
    {
      name: 'below an entity, in a list of its own',
      query: '{ order { seller { mine: pets { n: name } } } }',
      data: { order: { seller: { mine: [{ n: 'Tom' }, null] } } },
      errors: ['order.seller.mine.1.n'],
    },
    {
      name: 'two ways to one entity, one of which asks for more',
      query: '{ order { buyer { phone email } seller { name } } orders { seller { email } } }',
      data: {
        order: { buyer: null, seller: { name: 'Ada' } },
        orders: [{ seller: null }, { seller: null }, { seller: null }],
      },
      errors: ['order.buyer.email', 'orders.0.seller.email', 'orders.1.seller.email'],
    },
  ],
});
