import { suite } from '../suite.ts';

const BOOK = { __typename: 'Book', id: 'b1', size: 300, title: 'Emma', part: { of: 'shelf', film: { id: 'f1' } } };
const FILM = { __typename: 'Film', id: 'f1', size: 'wide', title: 'Alien', part: { of: 'reel', film: { id: 'f1' } } };

/** Fields that answer something else on types that stand in one place, which planners ask for at once. */
export const clashes = suite({
  name: 'fields that clash',
  subgraphs: {
    library: {
      sdl: `
        type Query { found: [Found!]!  works: [Work!]! }
        union Found = Book | Film
        interface Work { title: String  part: Part }
        interface Other { label: String }
        type Book implements Work & Other @key(fields: "id") { id: ID!  size: Int  title: String  part: Part!  label: String }
        type Film implements Work & Other @key(fields: "id") { id: ID!  size: String  title: String!  part: Part @shareable  label: String }
        type Song implements Other { label: String }
        type Part @shareable { of: String  film: Film }`,
      root: { found: [BOOK, FILM], works: [BOOK, FILM] },
      entities: { Book: [BOOK], Film: [FILM] },
    },
    shops: {
      sdl: `
        type Book @key(fields: "id") { id: ID!  size: Int @external  heavy: Boolean @requires(fields: "size") }
        type Film @key(fields: "id") { id: ID!  price: Int  part: Part @shareable }
        type Part @shareable { of: String  film: Film }`,
      entities: { Book: [{ id: 'b1' }], Film: [{ id: 'f1', price: 9 }] },
      resolvers: { Book: { heavy: ({ size }: { size: number }) => size > 200 } },
    },
  },
  cases: [
    {
      name: 'what is required of one member beside what another has under its name',
      query: '{ found { ... on Book { heavy } ... on Film { size price } } }',
      data: { found: [{ heavy: true }, { size: 'wide', price: 9 }] },
    },
    {
      name: 'the same the other way about, and required and asked for',
      query: '{ found { ... on Film { size } ... on Book { heavy pages: size } } }',
      data: { found: [{ heavy: true, pages: 300 }, { size: 'wide' }] },
    },
    {
      name: 'a field of an interface that only some types answer without null',
      query: '{ works { title part { of } ... on Film { price } } }',
      data: {
        works: [
          { title: 'Emma', part: { of: 'shelf' } },
          { title: 'Alien', part: { of: 'reel' }, price: 9 },
        ],
      },
    },
    {
      name: 'the same under a condition on another interface, and other subgraphs behind it',
      query:
        'query ($on: Boolean!) { works { ... on Other @include(if: $on) { ... on Work { name: title part { film { price } } } } } }',
      variables: { on: true },
      data: {
        works: [
          { name: 'Emma', part: { film: { price: 9 } } },
          { name: 'Alien', part: { film: { price: 9 } } },
        ],
      },
    },
  ],
});
