import { entities } from '../faults.ts';
import { suite } from '../suite.ts';

const VIDEO = { __typename: 'Video', id: 'v1', label: 'wave', seconds: 90, size: 7 };
const ARTICLE = { __typename: 'Article', id: 'a1', words: 800, size: 8 };

/** Fragments where a subgraph sees an interface as one object, and what it means that nobody tells which type it is. */
export const interfaceObjectFragments = suite({
  name: 'fragments on an @interfaceObject',
  subgraphs: {
    lists: {
      sdl: `
        type Query { favourites: [Media]  best: Media! }
        type Media @key(fields: "id") @interfaceObject { id: ID!  stars: Int }`,
      root: { favourites: [{ id: 'v1', stars: 3 }, { id: 'a1' }], best: { id: 'v1', stars: 3 } },
    },
    media: {
      sdl: `
        type Query { latest: Media }
        interface Media @key(fields: "id") { id: ID! }
        interface Labelled { label: String }
        interface Sized { size: Int! }
        type Video implements Media & Labelled & Sized @key(fields: "id") { id: ID!  label: String  seconds: Int!  size: Int! }
        type Article implements Media & Sized @key(fields: "id") { id: ID!  words: Int  size: Int! }`,
      root: { latest: VIDEO },
      entities: { Media: [VIDEO, ARTICLE], Video: [VIDEO], Article: [ARTICLE] },
    },
  },
  cases: [
    {
      name: 'on another interface that some of its types have',
      query: '{ favourites { ... on Labelled { label } } }',
      data: { favourites: [{ label: 'wave' }, {}] },
    },
    {
      name: 'inside of each other, until nothing can be both',
      query: '{ favourites { ... on Video { ... on Media { ... on Labelled { label } ... on Article { words } } } } }',
      data: { favourites: [{ label: 'wave' }, {}] },
    },
    {
      name: 'named and under a condition',
      query:
        'query ($on: Boolean!) { best { ...F @include(if: $on) stars } } fragment F on Labelled { label ... on Video { seconds } }',
      variables: { on: true },
      data: { best: { label: 'wave', seconds: 90, stars: 3 } },
    },
    {
      name: 'nobody tells which type it is: there is no object',
      query: '{ favourites { ... on Video { seconds } } }',
      data: { favourites: [null, {}] },
      errors: ['favourites.0'],
      faults: { media: entities(([, ...others]) => [null, ...others]) },
    },
    {
      name: 'nobody tells, and all of its types are of the other interface',
      query: '{ favourites { ... on Sized { size } } }',
      data: { favourites: [null, { size: 8 }] },
      errors: ['favourites.0'],
      faults: { media: entities(([, ...others]) => [null, ...others]) },
    },
    {
      name: 'nobody tells, and the fields do not depend on it',
      query: 'query ($on: Boolean!) { favourites { stars ... on Video @include(if: $on) { seconds } } }',
      variables: { on: false },
      data: { favourites: [{ stars: 3 }, { stars: null }] },
      faults: { media: entities((list) => list.map(() => null)) },
    },
  ],
});
