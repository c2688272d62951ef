import { suite } from '../suite.ts';

/** Unions of which each subgraph knows other members. */
export const unions = suite({
  name: 'unions known in part',
  subgraphs: {
    a: {
      sdl: `
        type Query { found: Found  hits: [Found!]  box: Box @shareable  boxA: Box }
        union Found = Book | Film | Song
        type Box @key(fields: "id") { id: ID!  content: Found @shareable }
        type Book @key(fields: "id") { id: ID!  title: String @shareable  kind: String @shareable }
        type Film @shareable { title: String }
        type Song { title: String }`,
      root: {
        found: { __typename: 'Song', title: 'Help' },
        hits: [
          { __typename: 'Book', id: 'b1', title: 'Emma' },
          { __typename: 'Song', title: 'Help' },
          { __typename: 'Film', title: 'Alien' },
        ],
        box: { id: 'x1', content: { __typename: 'Book', id: 'b1', title: 'Emma' } },
        boxA: { id: 'x2', content: { __typename: 'Song', title: 'Help' } },
      },
      entities: {
        Box: [{ id: 'x1', content: { __typename: 'Book', id: 'b1', title: 'Emma' } }],
        Book: [{ id: 'b1', title: 'Emma', kind: 'novel' }],
      },
    },
    b: {
      sdl: `
        type Query { box: Box @shareable  boxB: Box }
        union Found = Book | Film | Game
        type Box @key(fields: "id") { id: ID!  content: Found @shareable  lid: Found }
        type Book @key(fields: "id") { id: ID!  title: String @shareable  pages: Int }
        type Film @shareable { title: String }
        type Game { title: String  players: Int }`,
      root: {
        box: { id: 'x1', content: { __typename: 'Book', id: 'b1', title: 'Emma' } },
        boxB: {
          id: 'x3',
          content: { __typename: 'Film', title: 'Alien' },
          lid: { __typename: 'Game', title: 'Go', players: 2 },
        },
      },
      entities: {
        Box: [
          { id: 'x1', content: { __typename: 'Book', id: 'b1', title: 'Emma' }, lid: null },
          { id: 'x2', lid: { __typename: 'Game', title: 'Go', players: 2 } },
        ],
        Book: [{ id: 'b1', title: 'Emma', pages: 300 }],
      },
    },
  },
  cases: [
    {
      name: 'a member that only this subgraph knows',
      query: '{ found { __typename ... on Song { title } ... on Book { title } } }',
      data: { found: { __typename: 'Song', title: 'Help' } },
      asks: { a: 1 },
    },
    {
      name: 'a member that this subgraph does not know is not asked for there',
      query: '{ found { ... on Song { title } ... on Game { players } } }',
      data: { found: { title: 'Help' } },
      asks: { a: 1 },
    },
    {
      name: 'no member that matches leaves an empty object',
      query: '{ hits { ... on Film { title } } }',
      data: { hits: [{}, {}, { title: 'Alien' }] },
    },
    {
      name: 'a member that goes on in another subgraph',
      query: '{ hits { __typename ... on Book { title pages } ... on Song { title } } }',
      data: {
        hits: [
          { __typename: 'Book', title: 'Emma', pages: 300 },
          { __typename: 'Song', title: 'Help' },
          { __typename: 'Film' },
        ],
      },
      asks: { a: 1, b: 1 },
    },
    {
      name: 'below a field that both answer: members of both',
      query: '{ box { content { ... on Book { title } ... on Film { title } } } }',
      data: { box: { content: { title: 'Emma' } } },
    },
    {
      name: 'below an entity that both know: only members of both are asked for',
      query:
        '{ boxA { content { __typename ... on Song { title } } } boxB { content { __typename ... on Film { title } } } }',
      data: {
        boxA: { content: { __typename: 'Song', title: null } },
        boxB: { content: { __typename: 'Film', title: 'Alien' } },
      },
    },
    {
      name: 'behind an entity: members of its subgraph',
      query: '{ boxA { id lid { ... on Game { players } ... on Book { title } } } }',
      data: { boxA: { id: 'x2', lid: { players: 2 } } },
      asks: { a: 1, b: 1 },
    },
    {
      name: '__typename alone',
      query: '{ hits { __typename } }',
      data: { hits: [{ __typename: 'Book' }, { __typename: 'Song' }, { __typename: 'Film' }] },
      asks: { a: 1 },
    },
  ],
});
