import { suite } from '../suite.ts';

/** `@skip` and `@include`: what is left out is neither shown nor asked for. */
export const conditions = suite({
  name: '@skip and @include',
  subgraphs: {
    a: {
      sdl: `
        type Query { item: Item!  items: [Item!]! }
        type Item @key(fields: "id") { id: ID!  name: String!  price: Int!  maker: Maker }
        type Maker @key(fields: "id") { id: ID! }`,
      root: {
        item: { id: '1', name: 'Lamp', price: 5, maker: { id: 'm1' } },
        items: [{ id: '1', name: 'Lamp', price: 5, maker: { id: 'm1' } }],
      },
      entities: { Item: [{ id: '1', name: 'Lamp', price: 5, maker: { id: 'm1' } }] },
    },
    b: {
      sdl: `
        type Item @key(fields: "id") { id: ID!  price: Int! @external  dear: Boolean! @requires(fields: "price")  stock: Int }
        type Maker @key(fields: "id") { id: ID!  name: String  home: String }`,
      entities: { Item: [{ id: '1', stock: 3 }], Maker: [{ id: 'm1', name: 'Lux', home: 'Turin' }] },
      resolvers: { Item: { dear: ({ price }: { price: number }) => price > 4 } },
    },
  },
  cases: [
    {
      name: 'literals',
      query: '{ item { id @skip(if: true) name @include(if: true) price @include(if: false) stock @skip(if: false) } }',
      data: { item: { name: 'Lamp', stock: 3 } },
    },
    {
      name: 'a literal that leaves nothing to ask',
      query: '{ item { name stock @skip(if: true) } }',
      data: { item: { name: 'Lamp' } },
      asks: { a: 1 },
    },
    {
      name: 'a variable that leaves nothing to ask of a subgraph',
      query: 'query ($on: Boolean!) { item { name stock @include(if: $on) maker { id name @include(if: $on) } } }',
      variables: { on: false },
      data: { item: { name: 'Lamp', maker: { id: 'm1' } } },
      asks: { a: 1 },
    },
    {
      name: 'the same with the other value',
      query: 'query ($on: Boolean!) { item { name stock @include(if: $on) maker { id name @include(if: $on) } } }',
      variables: { on: true },
      data: { item: { name: 'Lamp', stock: 3, maker: { id: 'm1', name: 'Lux' } } },
      asks: { a: 1, b: 1 },
    },
    {
      name: 'an object of which nothing is left, by a literal',
      query: '{ item { name @skip(if: true) maker { name @include(if: false) } } }',
      data: { item: { maker: {} } },
    },
    {
      name: 'an object of which nothing at all is left, by a literal',
      query: '{ item { name @skip(if: true) } items { ... @skip(if: true) { id } } }',
      data: { item: {}, items: [{}] },
    },
    {
      name: 'an object of which nothing is left, by a variable',
      query: 'query ($on: Boolean!) { item { maker { name @include(if: $on) home @include(if: $on) } } }',
      variables: { on: false },
      data: { item: { maker: {} } },
      asks: { a: 1 },
    },
    {
      name: 'both directives on one field',
      query:
        'query ($in: Boolean!, $out: Boolean!) { item { id name @include(if: $in) @skip(if: $out) stock @include(if: $in) @skip(if: $out) } }',
      variables: { in: true, out: true },
      data: { item: { id: '1' } },
    },
    {
      name: 'two variables, one for each field of one request',
      query: 'query ($x: Boolean!, $y: Boolean!) { item { maker { name @include(if: $x) home @skip(if: $y) } } }',
      variables: { x: false, y: false },
      data: { item: { maker: { home: 'Turin' } } },
    },
    {
      name: 'on a key',
      query: 'query ($no: Boolean!) { item { id @skip(if: $no) stock } }',
      variables: { no: true },
      data: { item: { stock: 3 } },
    },
    {
      name: 'on what another field requires',
      query: 'query ($no: Boolean!) { item { price @skip(if: $no) dear } }',
      variables: { no: true },
      data: { item: { dear: true } },
    },
    {
      name: 'on what requires',
      query: 'query ($no: Boolean!) { item { name dear @skip(if: $no) } }',
      variables: { no: true },
      data: { item: { name: 'Lamp' } },
      asks: { a: 1 },
    },
    {
      name: 'on an object',
      query: 'query ($on: Boolean!) { item { name maker @include(if: $on) { name } } }',
      variables: { on: false },
      data: { item: { name: 'Lamp' } },
      asks: { a: 1 },
    },
    {
      name: 'on an inline fragment with and without a type',
      query:
        'query ($on: Boolean!) { item { ... @include(if: $on) { name stock } ... on Item @skip(if: $on) { price maker { name } } } }',
      variables: { on: true },
      data: { item: { name: 'Lamp', stock: 3 } },
    },
    {
      name: 'on a fragment spread, and inside of it',
      query:
        'query ($on: Boolean!, $no: Boolean!) { item { ...F @include(if: $on) id } } fragment F on Item { name stock @skip(if: $no) maker { home @include(if: $on) name @include(if: $no) } }',
      variables: { on: true, no: false },
      data: { item: { name: 'Lamp', stock: 3, maker: { home: 'Turin' }, id: '1' } },
    },
    {
      name: 'nested: an inner yes does not undo an outer no',
      query:
        'query ($yes: Boolean!, $no: Boolean!) { item { id ... @include(if: $no) { ... @include(if: $yes) { name stock } } } }',
      variables: { yes: true, no: false },
      data: { item: { id: '1' } },
      asks: { a: 1 },
    },
    {
      name: 'left out in one place, asked for in another: it is there',
      query:
        'query ($no: Boolean!) { item { stock @include(if: $no) ... { stock } maker @include(if: $no) { home } maker { name } } }',
      variables: { no: false },
      data: { item: { stock: 3, maker: { name: 'Lux' } } },
    },
    {
      name: 'on a root field',
      query: 'query ($no: Boolean!) { item @skip(if: $no) { name } items { name } }',
      variables: { no: true },
      data: { items: [{ name: 'Lamp' }] },
      asks: { a: 1 },
    },
    {
      name: 'on every root field',
      query: 'query ($no: Boolean!) { item @skip(if: $no) { stock } items @skip(if: $no) { name } }',
      variables: { no: true },
      data: {},
      asks: {},
    },
    {
      name: 'on __typename',
      query: 'query ($no: Boolean!) { item { __typename @skip(if: $no) kind: __typename @include(if: $no) stock } }',
      variables: { no: true },
      data: { item: { kind: 'Item', stock: 3 } },
    },
    {
      name: 'with a default',
      query: 'query ($on: Boolean! = false) { item { name stock @include(if: $on) } }',
      data: { item: { name: 'Lamp' } },
      asks: { a: 1 },
    },
    {
      name: 'inside of an entity, at both ends of the request',
      query:
        'query ($on: Boolean!) { items { ... on Item @include(if: $on) { maker { ... on Maker @skip(if: $on) { home } name } } } }',
      variables: { on: true },
      data: { items: [{ maker: { name: 'Lux' } }] },
    },
  ],
});
