import { suite } from '../suite.ts';

/** An interface object that only refers, and one that is reached through another entity. */
export const interfaceObjectReferences = suite({
  name: '@interfaceObject that only refers',
  subgraphs: {
    lists: {
      sdl: `
        type Query { list: List  favourite: Media! }
        type List @key(fields: "id") { id: ID!  name: String  media: Media }
        type Media @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }`,
      root: { list: { id: 'l1', name: 'Friday', media: { id: 'v1' } }, favourite: { id: 'a1' } },
    },
    media: {
      sdl: `
        type Query { latest: Media }
        interface Media @key(fields: "id") { id: ID!  title: String }
        type Video implements Media @key(fields: "id") { id: ID!  title: String  seconds: Int }
        type Article implements Media @key(fields: "id") { id: ID!  title: String  words: Int }`,
      root: { latest: { __typename: 'Video', id: 'v1', title: 'Waves', seconds: 90 } },
      entities: {
        Media: [
          { __typename: 'Video', id: 'v1', title: 'Waves', seconds: 90 },
          { __typename: 'Article', id: 'a1', title: 'Tides', words: 800 },
        ],
        Video: [{ id: 'v1', title: 'Waves', seconds: 90 }],
        Article: [{ id: 'a1', title: 'Tides', words: 800 }],
      },
    },
    authors: {
      sdl: 'extend type Video @key(fields: "id") { id: ID!  author: String }',
      entities: { Video: [{ id: 'v1', author: 'Noor' }] },
    },
  },
  cases: [
    {
      name: 'its id needs no one else',
      query: '{ favourite { id } list { media { id } } }',
      data: { favourite: { id: 'a1' }, list: { media: { id: 'v1' } } },
    },
    {
      name: 'fields of the interface',
      query: '{ favourite { id title } }',
      data: { favourite: { id: 'a1', title: 'Tides' } },
      asks: { lists: 1, media: 1 },
    },
    {
      name: 'a fragment on an implementation',
      query: '{ favourite { ... on Article { words } ... on Video { seconds } } }',
      data: { favourite: { words: 800 } },
    },
    {
      name: 'by two ways in one query, with a third subgraph behind',
      query: '{ latest { title ... on Video { author } } list { name media { ... on Video { seconds author } } } }',
      data: {
        latest: { title: 'Waves', author: 'Noor' },
        list: { name: 'Friday', media: { seconds: 90, author: 'Noor' } },
      },
    },
  ],
});
