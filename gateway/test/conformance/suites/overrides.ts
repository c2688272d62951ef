import { suite } from '../suite.ts';

/** Fields that have moved. What the old subgraph says, nobody hears. */
export const overrides = suite({
  name: '@override',
  subgraphs: {
    old: {
      sdl: `
        type Query { feed: [Post] @shareable  oldFeed: [Post]  pinned: Pinned }
        interface Pinned { id: ID!  createdAt: String! }
        type Post implements Pinned @key(fields: "id") { id: ID!  createdAt: String!  text: String }
        type Bill @key(fields: "id") { id: ID!  amount: Int!  due: String @external  note: String @requires(fields: "due") }`,
      root: {
        feed: [{ id: 'p1', createdAt: 'OLD' }],
        oldFeed: [{ id: 'p1', createdAt: 'OLD', text: 'hi' }],
        pinned: { __typename: 'Post', id: 'p1', createdAt: 'OLD' },
      },
      entities: { Post: [{ id: 'p1', createdAt: 'OLD', text: 'hi' }], Bill: [{ id: 'b1', amount: 1 }] },
      resolvers: { Bill: { note: ({ due }: { due: string }) => `due ${due}` } },
    },
    young: {
      sdl: `
        type Query { feed: [Post] @shareable  newFeed: [Post]  bill: Bill }
        interface Other { id: ID!  createdAt: String! }
        type Post implements Other @key(fields: "id") {
          id: ID!
          createdAt: String! @override(from: "old")
          likes: Int @override(from: "never-there")
        }
        type Bill @key(fields: "id") {
          id: ID!
          amount: Int! @override(from: "old")
          due: String
          twice: Int
        }`,
      root: {
        feed: [{ id: 'p1', createdAt: 'now', likes: 3 }],
        newFeed: [{ id: 'p1', createdAt: 'now', likes: 3 }],
        bill: { id: 'b1', amount: 20, due: 'May', twice: 40 },
      },
      entities: {
        Post: [{ id: 'p1', createdAt: 'now', likes: 3 }],
        Bill: [{ id: 'b1', amount: 20, due: 'May', twice: 40 }],
      },
    },
    third: {
      sdl: `
        type Bill @key(fields: "id") { id: ID!  amount: Int! @external  tax: Int @requires(fields: "amount") }`,
      entities: { Bill: [{ id: 'b1' }] },
      resolvers: { Bill: { tax: ({ amount }: { amount: number }) => amount / 5 } },
    },
  },
  cases: [
    {
      name: 'is asked of the new subgraph',
      query: '{ newFeed { createdAt } }',
      data: { newFeed: [{ createdAt: 'now' }] },
      asks: { young: 1 },
    },
    {
      name: 'also on the way through the old one',
      query: '{ oldFeed { createdAt text } }',
      data: { oldFeed: [{ createdAt: 'now', text: 'hi' }] },
      asks: { old: 1, young: 1 },
    },
    { name: 'on a shared way', query: '{ feed { id createdAt } }', data: { feed: [{ id: 'p1', createdAt: 'now' }] } },
    {
      name: 'through an interface of the old one',
      query: '{ pinned { id createdAt } }',
      data: { pinned: { id: 'p1', createdAt: 'now' } },
    },
    { name: 'from a subgraph that does not exist', query: '{ oldFeed { likes } }', data: { oldFeed: [{ likes: 3 }] } },
    {
      name: 'where it is required by a third',
      query: '{ bill { tax } }',
      data: { bill: { tax: 4 } },
      asks: { young: 1, third: 1 },
    },
    {
      name: 'of an object whose other fields stayed',
      query: '{ bill { amount note } }',
      data: { bill: { amount: 20, note: 'due May' } },
    },
  ],
});
