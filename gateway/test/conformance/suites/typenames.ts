import { suite } from '../suite.ts';

/** `__typename` everywhere, also where no subgraph need be asked. */
export const typenames = suite({
  name: '__typename',
  subgraphs: {
    a: {
      sdl: `
        type Query { pick: Pick  users: [User!]! }
        type Mutation { touch: User }
        union Pick = User | Card
        type User @key(fields: "id") { id: ID!  name: String }
        type Card { number: String }`,
      root: { pick: { __typename: 'Card', number: '4' }, users: [{ id: '1', name: 'Ada' }], touch: { id: '1' } },
      entities: { User: [{ id: '1', name: 'Ada' }] },
    },
    b: { sdl: 'type User @key(fields: "id") { id: ID!  age: Int }', entities: { User: [{ id: '1', age: 36 }] } },
  },
  cases: [
    { name: 'of the query, asking nobody', query: '{ __typename }', data: { __typename: 'Query' }, asks: {} },
    {
      name: 'of the query, twice, under aliases',
      query: '{ a: __typename b: __typename }',
      data: { a: 'Query', b: 'Query' },
      asks: {},
    },
    {
      name: 'of the query, beside fields',
      query: '{ first: __typename users { name } last: __typename }',
      data: { first: 'Query', users: [{ name: 'Ada' }], last: 'Query' },
      asks: { a: 1 },
    },
    {
      name: 'of the mutation, asking nobody',
      query: 'mutation { __typename }',
      data: { __typename: 'Mutation' },
      asks: {},
    },
    { name: 'of a union', query: '{ pick { __typename } }', data: { pick: { __typename: 'Card' } } },
    {
      name: 'of a union, under an alias and inside of a condition',
      query: '{ pick { kind: __typename ... on Card { __typename } } }',
      data: { pick: { kind: 'Card', __typename: 'Card' } },
    },
    {
      name: 'of an entity on both sides',
      query: '{ users { __typename age type: __typename } }',
      data: { users: [{ __typename: 'User', age: 36, type: 'User' }] },
    },
    {
      name: 'inside of a fragment on the query',
      query: '{ ... on Query { __typename } ...More } fragment More on Query { users { id } }',
      data: { __typename: 'Query', users: [{ id: '1' }] },
    },
  ],
});
