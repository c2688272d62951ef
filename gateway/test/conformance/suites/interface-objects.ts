import { suite } from '../suite.ts';

const MEDIA = `
  interface Media @key(fields: "id") { id: ID!  title: String }
  type Book implements Media @key(fields: "id") { id: ID!  title: String  pages: Int }
  type Film implements Media @key(fields: "id") { id: ID!  title: String  minutes: Int }`;
const RECORDS = [
  { __typename: 'Book', id: 'b1', title: 'Emma', pages: 300 },
  { __typename: 'Film', id: 'f1', title: 'Alien', minutes: 117 },
];
const [BOOK = {}, FILM = {}] = RECORDS;

/** A subgraph that adds to all implementations of an interface without knowing any. */
export const interfaceObjects = suite({
  name: '@interfaceObject',
  subgraphs: {
    library: {
      sdl: `type Query { media: [Media!]!  book: Book } ${MEDIA}`,
      root: { media: RECORDS, book: BOOK },
      entities: { Media: RECORDS, Book: [BOOK], Film: [FILM] },
    },
    ratings: {
      sdl: `
        type Query { best: Media  rated: [Media!]! }
        type Media @key(fields: "id") @interfaceObject {
          id: ID!
          stars: Int
          title: String @external
          headline: String @requires(fields: "title")
          reviews: [Review!]!
        }
        type Review { text: String!  about: Media }`,
      root: {
        best: { id: 'f1', stars: 5, reviews: [] },
        rated: [
          { id: 'f1', stars: 5 },
          { id: 'b1', stars: 4 },
        ],
      },
      entities: {
        Media: [
          { id: 'b1', stars: 4, reviews: [{ text: 'witty', about: { id: 'f1', stars: 5 } }] },
          { id: 'f1', stars: 5, reviews: [] },
        ],
      },
      resolvers: { Media: { headline: ({ title }: { title: string }) => `${title}!` } },
    },
    covers: {
      sdl: 'type Book @key(fields: "id") { id: ID!  cover: String }',
      entities: { Book: [{ id: 'b1', cover: 'blue' }] },
    },
  },
  cases: [
    {
      name: 'a field that the interface object adds',
      query: '{ media { id stars } }',
      data: {
        media: [
          { id: 'b1', stars: 4 },
          { id: 'f1', stars: 5 },
        ],
      },
      asks: { library: 1, ratings: 1 },
      representations: { ratings: 2 },
    },
    {
      name: 'on one implementation only',
      query: '{ media { ... on Book { stars } ... on Film { title } } }',
      data: { media: [{ stars: 4 }, { title: 'Alien' }] },
      representations: { ratings: 1 },
    },
    {
      name: 'an implementation of which nothing else is asked',
      query: '{ book { stars } }',
      data: { book: { stars: 4 } },
    },
    {
      name: 'its own fields need no one else',
      query: '{ best { id stars } }',
      data: { best: { id: 'f1', stars: 5 } },
      asks: { ratings: 1 },
    },
    {
      name: 'what it really is, is asked of those who know',
      query: '{ rated { __typename id } }',
      data: {
        rated: [
          { __typename: 'Film', id: 'f1' },
          { __typename: 'Book', id: 'b1' },
        ],
      },
      asks: { ratings: 1, library: 1 },
    },
    {
      name: 'fields of the interface and of an implementation',
      query: '{ rated { stars title ... on Film { minutes } } }',
      data: {
        rated: [
          { stars: 5, title: 'Alien', minutes: 117 },
          { stars: 4, title: 'Emma' },
        ],
      },
    },
    {
      name: 'over the interface object to an implementation that a third subgraph extends',
      query: '{ rated { ... on Book { cover pages } } }',
      data: { rated: [{}, { cover: 'blue', pages: 300 }] },
    },
    {
      name: 'a type condition alone needs the real type',
      query: '{ rated { ... on Book { id } } }',
      data: { rated: [{}, { id: 'b1' }] },
    },
    {
      name: 'with @requires of a field of the interface',
      query: '{ rated { headline } media { headline } }',
      data: {
        rated: [{ headline: 'Alien!' }, { headline: 'Emma!' }],
        media: [{ headline: 'Emma!' }, { headline: 'Alien!' }],
      },
    },
    {
      name: 'through the interface object to another one',
      query: '{ media { reviews { text about { __typename title stars } } } }',
      data: {
        media: [
          { reviews: [{ text: 'witty', about: { __typename: 'Film', title: 'Alien', stars: 5 } }] },
          { reviews: [] },
        ],
      },
    },
    {
      name: 'under aliases, also of __typename',
      query: '{ best { kind: __typename points: stars name: title } }',
      data: { best: { kind: 'Film', points: 5, name: 'Alien' } },
    },
  ],
});
