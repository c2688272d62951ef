import { suite } from '../suite.ts';

const failing = () => {
  throw new Error('not asked for');
};

/** Entities of one type, of which different things are selected by what holds them. */
export const byHolder = suite({
  name: 'entities of which each holder selects something else',
  subgraphs: {
    media: {
      sdl: `
        type Query { latest: [Media!] }
        interface Media { id: ID! }
        type Video implements Media { id: ID!  maker: Person }
        type Article implements Media { id: ID!  maker: Person }
        type Person @key(fields: "id") { id: ID!  age: Int }`,
      root: {
        latest: [
          { __typename: 'Video', id: 'v1', maker: { id: 'p1', age: 40 } },
          { __typename: 'Article', id: 'a1', maker: { id: 'p2', age: 50 } },
        ],
      },
      entities: { Person: [] },
    },
    people: {
      sdl: `
        type Person @key(fields: "id") @key(fields: "desk { id }") {
          id: ID!
          name: String
          phone: String!
          desk: Desk!
          boss: Person
          call(to: String): String
        }
        type Desk @key(fields: "id") { id: ID!  plant: String! }`,
      entities: {
        Person: [
          { id: 'p1', name: 'Ann', desk: { id: 'd1', plant: 'fern' }, boss: { id: 'p2', name: 'Bob' } },
          { id: 'p2', name: 'Bob', phone: '2', desk: { id: 'd2' }, boss: { id: 'p1', name: 'Ann' } },
        ],
        Desk: [],
      },
      resolvers: {
        Person: {
          phone: ({ phone }: { phone?: string }) => phone ?? failing(),
          call: ({ name }: { name: string }, { to }: { to: string }) => `${name} calls ${to}`,
        },
        Desk: { plant: ({ plant }: { plant?: string }) => plant ?? failing() },
      },
    },
    offices: {
      sdl: `
        type Desk @key(fields: "id") { id: ID!  height: Int! }
        type Person @key(fields: "id") {
          id: ID!
          phone: String! @external
          desk: Desk! @external
          seat: Int
          age: Int @external
          pension: Int @requires(fields: "age")
          extension: String @requires(fields: "phone desk { id }")
        }`,
      entities: {
        Person: [{ id: 'p1', seat: 1 }, { id: 'p2' }],
        Desk: [{ id: 'd1' }, { id: 'd2', height: 2 }],
      },
      resolvers: {
        Person: {
          pension: ({ age }: { age: number }) => age * 2,
          extension: ({ phone, desk }: { phone: string; desk: { id: string } }) => `${phone}-${desk.id}`,
        },
        Desk: { height: ({ height }: { height?: number }) => height ?? failing() },
      },
    },
    floors: {
      sdl: `
        type Person @key(fields: "desk { id }") { desk: Desk!  floor: Int }
        type Desk @key(fields: "id", resolvable: false) { id: ID! }`,
      entities: { Person: [{ desk: { id: 'd2' }, floor: 3 }] },
    },
  },
  cases: [
    {
      name: 'one of them fails where nobody asks for it',
      query: '{ latest { ... on Video { maker { name } } ... on Article { maker { phone } } } }',
      data: { latest: [{ maker: { name: 'Ann' } }, { maker: { phone: '2' } }] },
    },
    {
      name: 'one asks for both',
      query: '{ latest { ... on Video { maker { name } } ... on Article { maker { name phone } } } }',
      data: { latest: [{ maker: { name: 'Ann' } }, { maker: { name: 'Bob', phone: '2' } }] },
    },
    {
      name: 'both ask for the same: in one request, of each what it is asked',
      query: '{ latest { ... on Video { maker { name } } ... on Article { maker { name } } } }',
      data: { latest: [{ maker: { name: 'Ann' } }, { maker: { name: 'Bob' } }] },
      asks: { media: 1, people: 1 },
      representations: { people: 2 },
    },
    {
      name: 'further below',
      query:
        '{ latest { ... on Video { maker { name } } ... on Article { maker { desk { height } boss { name } } } } }',
      data: { latest: [{ maker: { name: 'Ann' } }, { maker: { desk: { height: 2 }, boss: { name: 'Ann' } } }] },
      representations: { people: 2, offices: 1 },
    },
    {
      name: 'of what is a key as well, nobody is asked where it is not selected',
      query:
        '{ latest { ... on Video { maker { name } } ... on Media { ... on Article { maker { desk { height } } } } } }',
      data: { latest: [{ maker: { name: 'Ann' } }, { maker: { desk: { height: 2 } } }] },
      representations: { people: 2, offices: 1 },
    },
    {
      name: 'one of them under a condition, the other not',
      query: `query ($on: Boolean!) {
        latest { ... on Video { maker { phone @include(if: $on) } } ... on Article { maker { phone } } }
      }`,
      variables: { on: false },
      data: { latest: [{ maker: {} }, { maker: { phone: '2' } }] },
      representations: { people: 1 },
    },
    {
      name: 'one of them requires what only that one fetches',
      query: '{ latest { ... on Video { maker { name } } ... on Article { maker { extension name } } } }',
      data: { latest: [{ maker: { name: 'Ann' } }, { maker: { extension: '2-d2', name: 'Bob' } }] },
    },
    {
      name: 'one of them is known by an object of which the other selects more',
      query: '{ latest { ... on Video { maker { desk { plant } } } ... on Article { maker { floor } } } }',
      data: { latest: [{ maker: { desk: { plant: 'fern' } } }, { maker: { floor: 3 } }] },
    },
    {
      name: 'one of them with a variable',
      query: `query ($to: String) {
        latest { ... on Video { maker { name } } ... on Article { maker { call(to: $to) } } }
      }`,
      variables: { to: 'you' },
      data: { latest: [{ maker: { name: 'Ann' } }, { maker: { call: 'Bob calls you' } }] },
    },
    {
      name: 'of one subgraph: a field that requires another, and one that does not',
      query: '{ latest { ... on Video { maker { seat } } ... on Article { maker { pension } } } }',
      data: { latest: [{ maker: { seat: 1 } }, { maker: { pension: 100 } }] },
    },
  ],
});
