import { down } from '../faults.ts';
import { suite } from '../suite.ts';

/** `@defer`: a first answer, and parts that follow. All put together are the answer without it. */
export const defers = suite({
  name: '@defer',
  subgraphs: {
    shop: {
      sdl: `
        type Query { item: Item  items: [Item!]!  none: Item  holders: [Holder] }
        union Holder = Box | Bag | Crate
        interface Holding { inside: Item }
        type Box implements Holding @key(fields: "id") { id: ID!  inside: Item @shareable }
        type Crate @key(fields: "id") { id: ID! }
        type Bag implements Holding { inside: Item @shareable }
        type Item @key(fields: "id") { id: ID!  name: String  price: Int!  maker: Maker  next: Item }
        type Maker @key(fields: "id") { id: ID! }`,
      root: {
        item: { id: '1', name: 'Lamp', price: 4, maker: { id: 'm1' }, next: { id: '2', name: 'Rug', price: 9 } },
        items: [
          { id: '1', name: 'Lamp', price: 4 },
          { id: '2', name: 'Rug', price: 9 },
        ],
        none: null,
        holders: [
          { __typename: 'Box', inside: { id: '1', name: 'Lamp' } },
          { __typename: 'Bag', inside: { id: '2', name: 'Rug' } },
          { __typename: 'Crate', id: 'c1' },
        ],
      },
      entities: {
        Item: [
          { id: '1', name: 'Lamp', price: 4, maker: { id: 'm1' }, next: { id: '2', name: 'Rug', price: 9 } },
          { id: '2', name: 'Rug', price: 9, maker: null },
        ],
      },
    },
    facts: {
      sdl: `
        type Item @key(fields: "id") { id: ID!  stars: Int  stock: Int!  price: Int! @external  dear: Boolean @requires(fields: "price") }
        interface Holding { inside: Item }
        type Crate implements Holding @key(fields: "id") { id: ID!  inside: Item }
        type Maker @key(fields: "id") { id: ID!  city: String }`,
      entities: {
        Crate: [{ id: 'c1', inside: { id: '1', stars: 5 } }],
        Item: [
          { id: '1', stars: 5, stock: 2 },
          { id: '2', stars: 3 },
        ],
        Maker: [{ id: 'm1', city: 'Turin' }],
      },
      resolvers: { Item: { dear: ({ price }: { price: number }) => price > 5 } },
    },
  },
  cases: [
    {
      name: 'fields of another subgraph',
      query: '{ item { name ... @defer { stars } } }',
      first: { item: { name: 'Lamp' } },
      data: { item: { name: 'Lamp', stars: 5 } },
    },
    {
      name: 'everything of an object: it is there first, and nothing of it',
      query: '{ item { ... @defer { stars } } }',
      first: { item: {} },
      data: { item: { stars: 5 } },
    },
    {
      name: 'beside names of types, under other names and of the root',
      query: '{ kind: __typename item { type: __typename name ... @defer { stars } } }',
      first: { kind: 'Query', item: { type: 'Item', name: 'Lamp' } },
      data: { kind: 'Query', item: { type: 'Item', name: 'Lamp', stars: 5 } },
    },
    {
      name: 'in a list',
      query: '{ items { name ... on Item @defer(label: "s") { stars dear } } }',
      first: { items: [{ name: 'Lamp' }, { name: 'Rug' }] },
      data: {
        items: [
          { name: 'Lamp', stars: 5, dear: false },
          { name: 'Rug', stars: 3, dear: true },
        ],
      },
    },
    {
      name: 'a named fragment',
      query: '{ item { id ...F @defer } } fragment F on Item { stars name }',
      first: { item: { id: '1' } },
      data: { item: { id: '1', stars: 5, name: 'Lamp' } },
    },
    {
      name: 'of the same subgraph',
      query: '{ item { id ... @defer { price maker { id } } } }',
      first: { item: { id: '1' } },
      data: { item: { id: '1', price: 4, maker: { id: 'm1' } } },
    },
    {
      name: 'root fields',
      query: '{ item { id } ... @defer { items { name } } }',
      first: { item: { id: '1' } },
      data: { item: { id: '1' }, items: [{ name: 'Lamp' }, { name: 'Rug' }] },
    },
    {
      name: 'two parts of one object',
      query: '{ item { id ... @defer(label: "a") { stars } ... @defer(label: "b") { maker { city } } } }',
      first: { item: { id: '1' } },
      data: { item: { id: '1', stars: 5, maker: { city: 'Turin' } } },
    },
    {
      name: 'a part inside of a part',
      query: '{ item { id ... @defer { name maker { id ... @defer { city } } } } }',
      first: { item: { id: '1' } },
      data: { item: { id: '1', name: 'Lamp', maker: { id: 'm1', city: 'Turin' } } },
    },
    {
      name: 'under aliases',
      query: '{ it: item { n: name ... @defer { s: stars next { x: name ... @defer { y: stars } } } } }',
      first: { it: { n: 'Lamp' } },
      data: { it: { n: 'Lamp', s: 5, next: { x: 'Rug', y: 3 } } },
    },
    {
      name: 'switched off by a literal',
      query: '{ item { name ... @defer(if: false) { stars } } }',
      first: { item: { name: 'Lamp', stars: 5 } },
      data: { item: { name: 'Lamp', stars: 5 } },
    },
    {
      name: 'switched off by a variable',
      query: 'query ($on: Boolean!) { item { name ... @defer(if: $on) { stars } } }',
      variables: { on: false },
      first: { item: { name: 'Lamp', stars: 5 } },
      data: { item: { name: 'Lamp', stars: 5 } },
    },
    {
      name: 'switched on by a variable',
      query: 'query ($on: Boolean!) { item { name ... @defer(if: $on) { stars } } }',
      variables: { on: true },
      first: { item: { name: 'Lamp' } },
      data: { item: { name: 'Lamp', stars: 5 } },
    },
    {
      name: 'conditions inside',
      query: 'query ($no: Boolean!) { item { name ... @defer { stars @skip(if: $no) dear } } }',
      variables: { no: true },
      first: { item: { name: 'Lamp' } },
      data: { item: { name: 'Lamp', dear: false } },
    },
    {
      name: 'asked for both now and later',
      query: '{ item { name ... @defer { name stars } } }',
      first: { item: { name: 'Lamp' } },
      data: { item: { name: 'Lamp', stars: 5 } },
    },
    {
      name: 'the name of a type in the same object, under a condition',
      query:
        'query ($on: Boolean!) { item { next @include(if: $on) { __typename } next { id ... @defer { stars } } } }',
      variables: { on: false },
      first: { item: { next: { id: '2' } } },
      data: { item: { next: { id: '2', stars: 3 } } },
    },
    {
      name: 'the name of a type under a condition, of an object of which nothing is told at first',
      query: 'query ($on: Boolean!) { item { next @include(if: $on) { __typename } next { ... @defer { stars } } } }',
      variables: { on: false },
      first: { item: { next: {} } },
      data: { item: { next: { stars: 3 } } },
    },
    {
      name: 'in a fragment on an interface that two subgraphs resolve: the planner loses a part, so that all is told at once',
      query: '{ holders { ... on Holding { inside { name ... @defer { stars } } } } }',
      first: {
        holders: [
          { inside: { name: 'Lamp', stars: 5 } },
          { inside: { name: 'Rug', stars: 3 } },
          { inside: { name: 'Lamp', stars: 5 } },
        ],
      },
      data: {
        holders: [
          { inside: { name: 'Lamp', stars: 5 } },
          { inside: { name: 'Rug', stars: 3 } },
          { inside: { name: 'Lamp', stars: 5 } },
        ],
      },
    },
    {
      name: 'of an object that is not there',
      query: '{ none { id ... @defer { stars } } }',
      first: { none: null },
      data: { none: null },
    },
    {
      name: 'a subgraph that is down',
      query: '{ item { name ... @defer { stars } } }',
      first: { item: { name: 'Lamp' } },
      data: { item: { name: 'Lamp', stars: null } },
      errors: ['item'],
      faults: { facts: down },
    },
  ],
});
