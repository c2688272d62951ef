import { suite } from '../suite.ts';

/** One response name for fields of different types, which type conditions keep apart. */
export const aliases = suite({
  name: 'aliases that clash',
  subgraphs: {
    a: {
      sdl: `
        type Query { search: [Hit!]!  pets: [Pet!]! }
        union Hit = Shop | Dish
        interface Pet { id: ID! }
        type Shop @key(fields: "id") { id: ID!  name: String!  address: Address!  phones: [String!] }
        type Dish @key(fields: "id") { id: ID!  name: String  price: Int!  address: String!  phones: String }
        type Address { street: String! }
        type Cat implements Pet @key(fields: "id") { id: ID!  lives: Int!  toy: Toy }
        type Dog implements Pet @key(fields: "id") { id: ID!  tricks: [String!]!  toy: Toy }
        type Toy { color: String  size: Int }`,
      root: {
        search: [
          { __typename: 'Shop', id: 's1', name: 'Luigi', address: { street: 'Via Roma' }, phones: ['1', '2'] },
          { __typename: 'Dish', id: 'd1', name: null, price: 9, address: 'menu 3', phones: 'none' },
        ],
        pets: [
          { __typename: 'Cat', id: 'c1', lives: 9, toy: { color: 'red', size: 1 } },
          { __typename: 'Dog', id: 'd1', tricks: ['sit'], toy: { color: 'blue', size: 4 } },
        ],
      },
      entities: { Shop: [], Dish: [], Cat: [], Dog: [] },
    },
    b: {
      sdl: `
        type Shop @key(fields: "id") { id: ID!  score: Float!  owner: Person }
        type Dish @key(fields: "id") { id: ID!  score: String!  owner: String! }
        type Cat @key(fields: "id") { id: ID!  vet: Person }
        type Dog @key(fields: "id") { id: ID!  vet: [Person!]! }
        type Person { name: String! }`,
      entities: {
        Shop: [{ id: 's1', score: 4.5, owner: { name: 'Lu' } }],
        Dish: [{ id: 'd1', score: 'good', owner: 'chef' }],
        Cat: [{ id: 'c1', vet: { name: 'Vera' } }],
        Dog: [{ id: 'd1', vet: [{ name: 'Vic' }, { name: 'Val' }] }],
      },
    },
  },
  cases: [
    {
      name: 'two fields of one subgraph under one name',
      query: '{ pets { ... on Cat { n: lives } ... on Dog { n: id } } }',
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'the same field with the same type, and another of the same type',
      query: '{ pets { id ... on Cat { t: toy { x: size } } ... on Dog { t: toy { x: size } } } }',
      data: {
        pets: [
          { id: 'c1', t: { x: 1 } },
          { id: 'd1', t: { x: 4 } },
        ],
      },
    },
    {
      name: 'a nullable and a non-null field of the same name cannot share it',
      query: '{ search { ... on Shop { name } ... on Dish { name } } }',
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'kept apart by aliases',
      query: '{ search { ... on Shop { shop: name address { street } } ... on Dish { dish: name where: address } } }',
      data: {
        search: [
          { shop: 'Luigi', address: { street: 'Via Roma' } },
          { dish: null, where: 'menu 3' },
        ],
      },
    },
    {
      name: 'an object on one type and another object on the other',
      query: '{ search { ... on Shop { x: address { s: street } } ... on Dish { y: address } } }',
      data: { search: [{ x: { s: 'Via Roma' } }, { y: 'menu 3' }] },
    },
    {
      name: 'different fields of one type, each by its own subgraph',
      query: '{ search { ... on Shop { v: phones w: score } ... on Dish { u: phones z: score } } }',
      data: {
        search: [
          { v: ['1', '2'], w: 4.5 },
          { u: 'none', z: 'good' },
        ],
      },
    },
    {
      name: 'fields of one shape and different names under one alias',
      query: '{ search { ... on Shop { it: id s: id } ... on Dish { it: id s: address } } }',
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'fields of one shape under one alias',
      query: '{ search { ... on Shop { it: name } ... on Dish { it: address } } }',
      data: { search: [{ it: 'Luigi' }, { it: 'menu 3' }] },
    },
    {
      name: 'fields of one shape under one alias, one of them of another subgraph',
      query: '{ search { ... on Shop { it: name } ... on Dish { it: score } } }',
      data: { search: [{ it: 'Luigi' }, { it: 'good' }] },
    },
    {
      name: 'fields of one shape under one alias, both of another subgraph',
      query: '{ search { ... on Shop { it: name o: owner { n: name } } ... on Dish { it: owner } } }',
      data: { search: [{ it: 'Luigi', o: { n: 'Lu' } }, { it: 'chef' }] },
    },
    {
      name: 'an object and another object under one alias, in one subgraph and in another',
      query: '{ pets { ... on Cat { z: vet { n: name } } ... on Dog { z: toy { c: color } } } }',
      data: { pets: [{ z: { n: 'Vera' } }, { z: { c: 'blue' } }] },
    },
    {
      name: 'one field under three names',
      query: '{ search { ... on Shop { a: name b: name name } } }',
      data: { search: [{ a: 'Luigi', b: 'Luigi', name: 'Luigi' }, {}] },
    },
    {
      name: 'the names of a subgraph-side rewrite are free for clients',
      query:
        '{ search { ... on Shop { name__alias_0: name _entities: id representations: id } ... on Dish { name__alias_0: address } } }',
      data: {
        search: [{ name__alias_0: 'Luigi', _entities: 's1', representations: 's1' }, { name__alias_0: 'menu 3' }],
      },
    },
  ],
});
