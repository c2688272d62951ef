import { suite } from '../suite.ts';

/** Fields that a subgraph provides on some ways only. What it provides says where it comes from. */
export const provides = suite({
  name: '@provides',
  subgraphs: {
    shop: {
      sdl: `
        type Query {
          items: [Item]
          featured: [Item] @provides(fields: "name maker { name country { code } }")
          shelf: [Media] @provides(fields: "... on Book { title } ... on Film { title }")
          pick: Pick @provides(fields: "... on Book { title }")
        }
        type Item @key(fields: "id") { id: ID!  name: String @external  maker: Maker @shareable }
        type Maker @key(fields: "id") { id: ID!  name: String @external  country: Country @external }
        type Country @key(fields: "code") { code: ID! }
        interface Media { id: ID!  title: String }
        union Pick = Book | Film
        type Book implements Media @key(fields: "id") { id: ID!  title: String @external }
        type Film implements Media @key(fields: "id") { id: ID!  title: String @external }`,
      root: {
        items: [{ id: '1', maker: { id: 'm1' } }],
        featured: [{ id: '1', name: 'Lamp (shop)', maker: { id: 'm1', name: 'Lux (shop)', country: { code: 'IT' } } }],
        shelf: [
          { __typename: 'Book', id: 'b1', title: 'Emma (shop)' },
          { __typename: 'Film', id: 'f1', title: 'Alien (shop)' },
        ],
        pick: { __typename: 'Film', id: 'f1', title: 'not to be asked here' },
      },
      entities: { Item: [{ id: '1', maker: { id: 'm1' } }], Maker: [], Country: [], Book: [], Film: [] },
    },
    registry: {
      sdl: `
        type Item @key(fields: "id") { id: ID!  name: String @shareable  maker: Maker @shareable }
        type Maker @key(fields: "id") { id: ID!  name: String @shareable  country: Country @shareable }
        type Country @key(fields: "code") { code: ID!  label: String @shareable }
        type Book @key(fields: "id") { id: ID!  title: String @shareable  pages: Int }
        type Film @key(fields: "id") { id: ID!  title: String @shareable }`,
      entities: {
        Item: [{ id: '1', name: 'Lamp', maker: { id: 'm1', name: 'Lux', country: { code: 'IT', label: 'Italy' } } }],
        Maker: [{ id: 'm1', name: 'Lux', country: { code: 'IT', label: 'Italy' } }],
        Country: [{ code: 'IT', label: 'Italy' }],
        Book: [{ id: 'b1', title: 'Emma', pages: 300 }],
        Film: [{ id: 'f1', title: 'Alien' }],
      },
    },
  },
  cases: [
    {
      name: 'what is provided is not asked for elsewhere',
      query: '{ featured { id name } }',
      data: { featured: [{ id: '1', name: 'Lamp (shop)' }] },
      asks: { shop: 1 },
    },
    {
      name: 'nothing is provided on another way to the same type',
      query: '{ items { name maker { name } } }',
      data: { items: [{ name: 'Lamp', maker: { name: 'Lux' } }] },
      asks: { shop: 1, registry: 1 },
    },
    {
      name: 'nested',
      query: '{ featured { maker { id name country { code } } } }',
      data: { featured: [{ maker: { id: 'm1', name: 'Lux (shop)', country: { code: 'IT' } } }] },
      asks: { shop: 1 },
    },
    {
      name: 'nested, and beyond what is provided',
      query: '{ featured { name maker { country { label } } } }',
      data: { featured: [{ name: 'Lamp (shop)', maker: { country: { label: 'Italy' } } }] },
      asks: { shop: 1, registry: 1 },
    },
    {
      name: 'on the implementations of an interface',
      query: '{ shelf { id title } }',
      data: {
        shelf: [
          { id: 'b1', title: 'Emma (shop)' },
          { id: 'f1', title: 'Alien (shop)' },
        ],
      },
      asks: { shop: 1 },
    },
    {
      name: 'on the implementations of an interface, and beyond',
      query: '{ shelf { ... on Book { title pages } ... on Film { id } } }',
      data: { shelf: [{ title: 'Emma (shop)', pages: 300 }, { id: 'f1' }] },
      asks: { shop: 1, registry: 1 },
    },
    {
      name: 'on one member of a union only',
      query: '{ pick { ... on Book { title } ... on Film { title } } }',
      data: { pick: { title: 'Alien' } },
      asks: { shop: 1, registry: 1 },
    },
  ],
});
