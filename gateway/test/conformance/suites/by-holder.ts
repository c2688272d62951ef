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
        type Person @key(fields: "id") { id: ID! }`,
      root: {
        latest: [
          { __typename: 'Video', id: 'v1', maker: { id: 'p1' } },
          { __typename: 'Article', id: 'a1', maker: { id: 'p2' } },
        ],
      },
      entities: { Person: [] },
    },
    people: {
      sdl: 'type Person @key(fields: "id") { id: ID!  name: String  phone: String! }',
      entities: {
        Person: [
          { id: 'p1', name: 'Ann' },
          { id: 'p2', name: 'Bob', phone: '2' },
        ],
      },
      resolvers: { Person: { phone: ({ phone }: { phone?: string }) => phone ?? failing() } },
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
  ],
});
