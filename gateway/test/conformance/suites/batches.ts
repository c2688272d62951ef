import { suite } from '../suite.ts';

const MANY = Array.from({ length: 1_500 }, (_, index) => ({ author: { id: `u${index}` } }));

/** How often subgraphs are asked: entity fetches of one moment go together, and nothing is asked twice. */
export const batches = suite({
  name: 'requests',
  subgraphs: {
    feed: {
      sdl: `
        type Query { order: Order  reviews: [Review!]!  none: [Review!]!  many: [Review!]! }
        type Mutation { place: Order }
        type Order { id: ID!  buyer: User  shop: Shop  review: Review }
        type Review { author: User  about: Shop }
        type User @key(fields: "id") { id: ID! }
        type Shop @key(fields: "id") { id: ID! }`,
      root: {
        order: {
          id: 'o1',
          buyer: { id: 'u1' },
          shop: { id: 's1' },
          review: { author: { id: 'u1' }, about: { id: 's1' } },
        },
        reviews: [
          { author: { id: 'u1' }, about: { id: 's1' } },
          { author: { id: 'u2' }, about: { id: 's1' } },
          { author: { id: 'u1' }, about: { id: 's2' } },
        ],
        none: [],
        many: MANY,
        place: { id: 'o2', buyer: { id: 'u2' } },
      },
      entities: { User: [], Shop: [] },
    },
    people: {
      sdl: `
        type User @key(fields: "id") { id: ID!  name(short: Boolean = false): String  age: Int  boss: User }
        type Shop @key(fields: "id") { id: ID!  title: String  owner: User }`,
      entities: {
        User: [
          { id: 'u1', age: 36, boss: { id: 'u2' } },
          { id: 'u2', age: 40, boss: null },
          ...MANY.slice(3).map(({ author }) => ({ ...author, age: 1 })),
        ],
        Shop: [
          { id: 's1', title: 'Luigi', owner: { id: 'u2' } },
          { id: 's2', title: 'Mia', owner: { id: 'u1' } },
        ],
      },
      resolvers: { User: { name: ({ id }: { id: string }, { short }) => (short ? id : `user ${id}`) } },
    },
    marks: {
      sdl: 'type User @key(fields: "id") { id: ID!  mark: Int } type Shop @key(fields: "id") { id: ID!  mark: Int }',
      entities: {
        User: [
          { id: 'u1', mark: 1 },
          { id: 'u2', mark: 2 },
        ],
        Shop: [
          { id: 's1', mark: 3 },
          { id: 's2', mark: 4 },
        ],
      },
    },
  },
  cases: [
    {
      name: 'one entity in a list three times: once',
      query: '{ reviews { author { age } } }',
      data: { reviews: [{ author: { age: 36 } }, { author: { age: 40 } }, { author: { age: 36 } }] },
      asks: { feed: 1, people: 1 },
      representations: { people: 2 },
    },
    {
      name: 'one selection in three places: one request, each entity once',
      query: '{ order { buyer { age } review { author { age } } } reviews { author { age } } }',
      data: {
        order: { buyer: { age: 36 }, review: { author: { age: 36 } } },
        reviews: [{ author: { age: 36 } }, { author: { age: 40 } }, { author: { age: 36 } }],
      },
      asks: { feed: 1, people: 1 },
      representations: { people: 2 },
    },
    {
      name: 'two selections of one type: one request',
      query: '{ order { buyer { age } review { author { name } } } }',
      data: { order: { buyer: { age: 36 }, review: { author: { name: 'user u1' } } } },
      asks: { feed: 1, people: 1 },
    },
    {
      name: 'two types: one request',
      query: '{ order { buyer { age } shop { title } } }',
      data: { order: { buyer: { age: 36 }, shop: { title: 'Luigi' } } },
      asks: { feed: 1, people: 1 },
      representations: { people: 2 },
    },
    {
      name: 'one field with other arguments: one request, and nothing mixed up',
      query:
        'query ($short: Boolean) { order { buyer { name(short: $short) } review { author { name(short: false) } } } }',
      variables: { short: true },
      data: { order: { buyer: { name: 'u1' }, review: { author: { name: 'user u1' } } } },
      asks: { feed: 1, people: 1 },
    },
    {
      name: 'two subgraphs: one request to each',
      query: '{ reviews { author { mark age } about { mark title } } }',
      data: {
        reviews: [
          { author: { mark: 1, age: 36 }, about: { mark: 3, title: 'Luigi' } },
          { author: { mark: 2, age: 40 }, about: { mark: 3, title: 'Luigi' } },
          { author: { mark: 1, age: 36 }, about: { mark: 4, title: 'Mia' } },
        ],
      },
      asks: { feed: 1, people: 1, marks: 1 },
      representations: { people: 4, marks: 4 },
    },
    {
      name: 'two rounds: one request in each',
      query: '{ reviews { author { boss { mark } } about { owner { mark } } } }',
      data: {
        reviews: [
          { author: { boss: { mark: 2 } }, about: { owner: { mark: 2 } } },
          { author: { boss: null }, about: { owner: { mark: 2 } } },
          { author: { boss: { mark: 2 } }, about: { owner: { mark: 1 } } },
        ],
      },
      asks: { feed: 1, people: 1, marks: 1 },
      representations: { people: 4, marks: 2 },
    },
    {
      name: 'no elements: no request',
      query: '{ none { author { age mark } } }',
      data: { none: [] },
      asks: { feed: 1 },
    },
    {
      name: 'nobody there: no request',
      query: '{ reviews { author { boss { boss { mark } } } } }',
      data: {
        reviews: [
          { author: { boss: { boss: null } } },
          { author: { boss: null } },
          { author: { boss: { boss: null } } },
        ],
      },
      asks: { feed: 1, people: 1 },
    },
    {
      name: 'many entities go in portions that subgraphs take',
      query: '{ many { author { age } } }',
      data: {
        many: MANY.map((_, index) => ({ author: { age: index === 0 ? null : ({ 1: 36, 2: 40 }[index] ?? 1) } })),
      },
      asks: { feed: 1, people: 2 },
      representations: { people: 1_500 },
    },
    {
      name: 'after a mutation',
      query: 'mutation { place { buyer { mark age } } }',
      data: { place: { buyer: { mark: 2, age: 40 } } },
      asks: { feed: 1, people: 1, marks: 1 },
    },
  ],
});
