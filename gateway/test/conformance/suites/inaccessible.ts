import { suite } from '../suite.ts';

/** What is `@inaccessible` serves plans and is never shown. */
export const inaccessible = suite({
  name: '@inaccessible',
  subgraphs: {
    age: {
      sdl: `
        type Query { usersInAge: [User!]!  pets: [Pet]  pet: Pet! }
        type User @key(fields: "id") { id: ID @inaccessible  age: Int }
        interface Pet { name: String }
        type Cat implements Pet { name: String }
        type Ghost implements Pet @inaccessible { name: String }`,
      root: {
        usersInAge: [
          { id: 'u1', age: 11 },
          { id: 'u2', age: 12 },
        ],
        pets: [
          { __typename: 'Cat', name: 'Mia' },
          { __typename: 'Ghost', name: 'Boo' },
        ],
        pet: { __typename: 'Ghost', name: 'Boo' },
      },
      entities: {
        User: [
          { id: 'u1', age: 11 },
          { id: 'u2', age: 12 },
        ],
      },
    },
    friends: {
      sdl: `
        type Query { usersInFriends: [User!]! }
        type User @key(fields: "id") {
          id: ID
          name: String @inaccessible
          friends(kind: Kind = FAMILY @inaccessible): [User!]!
        }
        enum Kind { FAMILY @inaccessible  FRIEND }`,
      root: { usersInFriends: [{ id: 'u1', friends: [{ id: 'u2' }] }] },
      entities: { User: [{ id: 'u1' }, { id: 'u2' }] },
      resolvers: {
        User: {
          friends: ({ id }: { id: string }, { kind }) => (kind === 'FAMILY' && id === 'u1' ? [{ id: 'u2' }] : []),
        },
      },
    },
  },
  cases: [
    {
      name: 'a key that is not shown leads on',
      query: '{ usersInFriends { age friends { age } } }',
      data: { usersInFriends: [{ age: 11, friends: [{ age: 12 }] }] },
    },
    {
      name: 'an argument that is not shown has its default',
      query: '{ usersInAge { friends { age } } }',
      data: { usersInAge: [{ friends: [{ age: 12 }] }, { friends: [] }] },
    },
    { name: 'a key that is not shown is refused', query: '{ usersInAge { id } }', data: null, errors: [''], asks: {} },
    {
      name: 'a field that is not shown is refused',
      query: '{ usersInFriends { name } }',
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'a type that is not shown is refused',
      query: '{ pets { ... on Ghost { name } } }',
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'an object of a type that is not shown is null',
      wrong: ['hive'],
      query: '{ pets { name } }',
      data: { pets: [{ name: 'Mia' }, null] },
      errors: ['pets.1'],
    },
    {
      name: 'an object of a type that is not shown where null may not be',
      query: '{ pet { __typename } usersInAge { age } }',
      data: null,
      errors: ['pet'],
    },
  ],
});
