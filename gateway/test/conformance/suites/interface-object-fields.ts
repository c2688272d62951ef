import { suite } from '../suite.ts';

const failing = () => {
  throw new Error('not asked for');
};

/** What is selected of some types, where one subgraph sees all of them as one object. */
export const interfaceObjectFields = suite({
  name: 'fields of some types of an @interfaceObject',
  subgraphs: {
    media: {
      sdl: `
        type Query { latest: [Media!]  newest: [Dated!]  any: [Any!] }
        interface Media @key(fields: "id") { id: ID!  title: String! }
        interface Dated { year: Int }
        type Video implements Media & Dated @key(fields: "id") { id: ID!  title: String!  year: Int  seconds: Int }
        type Article implements Media & Dated @key(fields: "id") { id: ID!  title: String!  year: Int  words: Int }
        type Note @key(fields: "id") { id: ID! }
        union Any = Video | Note`,
      root: {
        latest: [
          { __typename: 'Video', id: 'v1' },
          { __typename: 'Article', id: 'a1' },
        ],
        any: [
          { __typename: 'Video', id: 'v1' },
          { __typename: 'Note', id: 'n1' },
        ],
        newest: [
          { __typename: 'Video', id: 'v1' },
          { __typename: 'Article', id: 'a1' },
        ],
      },
      entities: {
        Media: [
          { __typename: 'Video', id: 'v1', seconds: 90 },
          { __typename: 'Article', id: 'a1' },
        ],
        Video: [],
        Article: [],
      },
      resolvers: { Article: { title: failing } },
    },
    opinions: {
      sdl: `
        type Media @key(fields: "id") @interfaceObject { id: ID!  stars: Int!  critic: Critic  review(length: Int): String!  next: Media }
        type Critic { name: String  fee: Int }
        type Note @key(fields: "id") { id: ID!  text: String }
        type Query { best: Media }`,
      root: { best: { id: 'v1', stars: 3, next: { id: 'a1', stars: 4 } } },
      entities: {
        Media: [
          { id: 'v1', stars: 3, critic: { name: 'Ann', fee: 7 } },
          { id: 'a1', stars: 4, critic: { name: 'Bob' } },
        ],
        Note: [{ id: 'n1', text: 'soon' }],
      },
      resolvers: {
        Media: { review: ({ id }: { id: string }) => (id === 'v1' ? 'moving' : failing()) },
        Critic: { fee: ({ fee }: { fee?: number }) => fee ?? failing() },
      },
    },
  },
  cases: [
    {
      name: 'one of them fails where nobody asks for it',
      query: '{ latest { ... on Video { review } ... on Article { stars } } }',
      data: { latest: [{ review: 'moving' }, { stars: 4 }] },
      asks: { media: 1, opinions: 1 },
      representations: { opinions: 2 },
    },
    {
      name: 'nobody is asked of objects of which nothing is selected',
      query: '{ latest { ... on Video { review } } }',
      data: { latest: [{ review: 'moving' }, {}] },
      representations: { opinions: 1 },
    },
    {
      name: 'the type itself, beside what is selected of some',
      query:
        '{ newest { ... on Media { ... on Dated { __typename } ... on Video { review } ... on Article { stars } } } }',
      data: {
        newest: [
          { __typename: 'Video', review: 'moving' },
          { __typename: 'Article', stars: 4 },
        ],
      },
      representations: { opinions: 2 },
    },
    {
      name: 'the type itself, beside a fragment under a condition',
      query: 'query ($on: Boolean!) { best { ... on Video @include(if: $on) { seconds } __typename } }',
      variables: { on: false },
      data: { best: { __typename: 'Video' } },
    },
    {
      name: 'beside objects that have a type of their own there',
      query: '{ any { ... on Note { text } ... on Video { review } } }',
      data: { any: [{ review: 'moving' }, { text: 'soon' }] },
    },
    {
      name: 'below objects of which another subgraph tells the type',
      query: '{ best { next { stars ... on Article { id } } ... on Article { next { title } } } }',
      data: { best: { next: { stars: 4, id: 'a1' } } },
    },
    {
      name: 'inside of a field that is selected of all',
      query: '{ latest { critic { name } ... on Video { critic { fee } } } }',
      data: { latest: [{ critic: { name: 'Ann', fee: 7 } }, { critic: { name: 'Bob' } }] },
    },
  ],
});
