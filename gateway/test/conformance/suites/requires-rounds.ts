import { suite } from '../suite.ts';

/** Requirements that go back and forth between two subgraphs. */
export const requiresRounds = suite({
  name: '@requires back and forth',
  subgraphs: {
    posts: {
      sdl: `
        type Query { feed: [Post] }
        type Post @key(fields: "id") {
          id: ID!
          likes: Int @external
          liked: Boolean! @requires(fields: "likes")
          novice: Boolean! @external
          expert: Boolean! @requires(fields: "novice")
          badge: String @requires(fields: "novice")
        }
        type Author @key(fields: "id") { id: ID!  name: String!  years: Int! }`,
      root: { feed: [{ id: '1' }, { id: '2' }] },
      entities: {
        Post: [{ id: '1' }, { id: '2' }],
        Author: [
          { id: 'a', name: 'Ada', years: 9 },
          { id: 'b', name: 'Bo', years: 1 },
        ],
      },
      resolvers: {
        Post: {
          expert: ({ novice }: { novice: boolean }) => !novice,
          liked: ({ likes }: { likes: number }) => likes > 5,
          badge: ({ novice }: { novice: boolean }) => (novice ? 'green' : 'gold'),
        },
      },
    },
    people: {
      sdl: `
        type Post @key(fields: "id") {
          id: ID!  author: Author!
          novice: Boolean! @requires(fields: "author { years }")
          badge: String @external
          title: String @requires(fields: "badge")
          likes: Int
          liked: Boolean! @external
          praise: String @requires(fields: "liked")
        }
        type Author @key(fields: "id") { id: ID!  years: Int! @external }`,
      entities: {
        Post: [
          { id: '1', author: { id: 'a' }, likes: 9 },
          { id: '2', author: { id: 'b' }, likes: 1 },
        ],
        Author: [],
      },
      resolvers: {
        Post: {
          novice: ({ author }: { author: { years: number } }) => author.years < 2,
          praise: ({ liked }: { liked: boolean }) => (liked ? 'well done' : 'go on'),
          title: ({ badge }: { badge: string }) => `with a ${badge} badge`,
        },
      },
    },
  },
  cases: [
    {
      name: 'one round',
      query: '{ feed { author { id } } }',
      data: { feed: [{ author: { id: 'a' } }, { author: { id: 'b' } }] },
    },
    { name: 'two rounds', query: '{ feed { novice } }', data: { feed: [{ novice: false }, { novice: true }] } },
    { name: 'three rounds', query: '{ feed { expert } }', data: { feed: [{ expert: true }, { expert: false }] } },
    {
      name: 'a chain that ends where the entity comes from',
      query: '{ feed { praise } }',
      data: { feed: [{ praise: 'well done' }, { praise: 'go on' }] },
      wrong: ['apollo'],
    },
    {
      name: 'four rounds, with something to show of each',
      query: '{ feed { id title badge expert novice author { years name } } }',
      data: {
        feed: [
          {
            id: '1',
            title: 'with a gold badge',
            badge: 'gold',
            expert: true,
            novice: false,
            author: { years: 9, name: 'Ada' },
          },
          {
            id: '2',
            title: 'with a green badge',
            badge: 'green',
            expert: false,
            novice: true,
            author: { years: 1, name: 'Bo' },
          },
        ],
      },
      // Its plan asks for `novice` before anybody knows the author, and is refused.
      wrong: ['apollo'],
    },
  ],
});
