import { suite } from '../suite.ts';

/** Types that two subgraphs declare with other nullability, and extensions that say external of what they hold. */
export const mismatches = suite({
  name: 'declarations that differ',
  subgraphs: {
    a: {
      sdl: `
        type Query { users: [User!]!  best: Offer }
        type User { id: ID @shareable }
        extend type Offer @key(fields: "id") { id: ID! @external  price: Float }`,
      root: { users: [{ id: 'u1' }], best: { id: 'o1', price: 2.5 } },
      entities: { Offer: [{ id: 'o1', price: 2.5 }] },
    },
    b: {
      sdl: `
        type Query { accounts: [Account!]!  offers: [Offer!]! }
        union Account = User | Admin
        type User @key(fields: "id") { id: ID!  name: String  similar: [Account!]! }
        type Admin { id: ID  name: String  similar: [Account!]! }
        type Offer @key(fields: "id") { id: ID!  title: String! }`,
      root: {
        accounts: [
          { __typename: 'User', id: 'u1', name: 'Ada', similar: [{ __typename: 'Admin', id: null, name: 'Root' }] },
          { __typename: 'Admin', id: null, name: 'Root', similar: [] },
        ],
        offers: [{ id: 'o1', title: 'Pasta' }],
      },
      entities: { User: [{ id: 'u1', name: 'Ada', similar: [] }], Offer: [{ id: 'o1', title: 'Pasta' }] },
    },
  },
  cases: [
    {
      name: 'an id that is null in one of two types',
      query: '{ users { id } accounts { ... on User { id } ... on Admin { id } } }',
      data: { users: [{ id: 'u1' }], accounts: [{ id: 'u1' }, { id: null }] },
    },
    {
      name: 'from the one without a key to the one with it',
      query: '{ users { id name } }',
      data: { users: [{ id: 'u1', name: 'Ada' }] },
      asks: { a: 1, b: 1 },
    },
    {
      name: 'union in union',
      query:
        '{ accounts { ... on User { similar { __typename ... on Admin { name } } } ... on Admin { similar { ... on User { id } } } } }',
      data: { accounts: [{ similar: [{ __typename: 'Admin', name: 'Root' }] }, { similar: [] }] },
    },
    {
      name: 'an external key of an extension',
      query: '{ best { id price title } offers { price title } }',
      data: { best: { id: 'o1', price: 2.5, title: 'Pasta' }, offers: [{ price: 2.5, title: 'Pasta' }] },
    },
  ],
});
