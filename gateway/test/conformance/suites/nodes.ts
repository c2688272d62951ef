import { suite } from '../suite.ts';

const NODE = 'type Query { node(id: ID!): Node @shareable } interface Node { id: ID! }';

/** A field that every subgraph answers, but each only for its own types. */
export const nodes = suite({
  name: 'shared nodes',
  subgraphs: {
    accounts: {
      sdl: `${NODE}
        type Account implements Node @key(fields: "id") { id: ID!  name: String! }
        type Chat implements Node @key(fields: "id") { id: ID!  owner: Account! }`,
      root: {
        node: ({ id }: { id: string }) =>
          id === 'a1'
            ? { __typename: 'Account', id, name: 'Ada' }
            : { __typename: 'Chat', id, owner: { id: 'a1', name: 'Ada' } },
      },
      entities: { Account: [{ id: 'a1', name: 'Ada' }], Chat: [{ id: 'c1', owner: { id: 'a1', name: 'Ada' } }] },
    },
    chats: {
      sdl: `${NODE}
        type Account implements Node @key(fields: "id") { id: ID!  chats: [Chat!]! }
        type Chat implements Node @key(fields: "id") { id: ID!  text: String! }`,
      root: {
        node: ({ id }: { id: string }) =>
          id === 'a1'
            ? { __typename: 'Account', id, chats: [{ id: 'c1', text: 'hi' }] }
            : { __typename: 'Chat', id, text: 'hi' },
      },
      entities: { Account: [{ id: 'a1', chats: [{ id: 'c1', text: 'hi' }] }], Chat: [{ id: 'c1', text: 'hi' }] },
    },
  },
  cases: [
    {
      name: 'what it is',
      query: '{ a: node(id: "a1") { __typename id } c: node(id: "c1") { __typename } }',
      data: { a: { __typename: 'Account', id: 'a1' }, c: { __typename: 'Chat' } },
    },
    {
      name: 'fields of both subgraphs',
      query: '{ node(id: "a1") { ... on Account { name chats { text } } } }',
      data: { node: { name: 'Ada', chats: [{ text: 'hi' }] } },
    },
    {
      name: 'a condition on the other type',
      query: '{ a: node(id: "a1") { ... on Chat { text } } c: node(id: "c1") { ... on Account { name } } }',
      data: { a: {}, c: {} },
    },
    {
      name: 'from one type to the other and back',
      query: '{ node(id: "c1") { ... on Chat { text owner { name chats { id owner { id } } } } } }',
      data: { node: { text: 'hi', owner: { name: 'Ada', chats: [{ id: 'c1', owner: { id: 'a1' } }] } } },
    },
  ],
});
