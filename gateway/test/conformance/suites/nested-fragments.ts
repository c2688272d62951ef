import { suite } from '../suite.ts';

const failing = () => {
  throw new Error('not asked for');
};

const BOX = { __typename: 'Box', id: 'b1', label: 'large' };

/** Fragments on abstract types inside of each other, of which some are deferred or under conditions. */
export const nestedFragments = suite({
  name: 'fragments inside of fragments',
  subgraphs: {
    things: {
      sdl: `
        type Query { things: [Named!]  kinds: [Kind] }
        interface Named { label: String }
        union Kind = Box | Pen | Cap
        type Box implements Named @key(fields: "id") { id: ID!  label: String }
        type Pen implements Named { label: String @shareable  broken: Broken! @shareable  other: Pen @shareable }
        type Cap { size: Int @shareable }
        type Broken { why: String @shareable }`,
      root: {
        things: [BOX, { __typename: 'Pen', label: 'red', other: { __typename: 'Pen', label: 'blue' } }],
        kinds: [BOX, { __typename: 'Pen', label: 'red' }],
      },
      entities: { Box: [BOX] },
      resolvers: { Pen: { broken: failing } },
    },
    kinds: {
      sdl: `
        union Kind = Pen | Cap
        type Pen { label: String @shareable  broken: Broken! @shareable  other: Pen @shareable }
        type Cap { size: Int @shareable }
        type Broken { why: String @shareable }`,
    },
  },
  cases: [
    {
      name: 'deferred on an interface inside of a union',
      query: '{ things { ... on Kind { ... on Named @defer { label } } } }',
      first: { things: [{}, {}] },
      data: { things: [{ label: 'large' }, { label: 'red' }] },
    },
    {
      name: 'deferred in a named fragment, beside what is told at once',
      query: '{ things { ...F } } fragment F on Kind { __typename ... on Named @defer { label } }',
      first: { things: [{ __typename: 'Box' }, { __typename: 'Pen' }] },
      data: {
        things: [
          { __typename: 'Box', label: 'large' },
          { __typename: 'Pen', label: 'red' },
        ],
      },
    },
    {
      name: 'deferred below a field that is selected again, under a condition',
      query:
        'query ($on: Boolean!) { things { ... on Pen { other { label } ... on Pen @include(if: $on) { other { ... @defer { broken { why } } } } } } }',
      variables: { on: false },
      first: { things: [{}, { other: { label: 'blue' } }] },
      data: { things: [{}, { other: { label: 'blue' } }] },
    },
    {
      name: 'a condition inside of another',
      query: `query ($one: Boolean!, $two: Boolean!) { kinds { ... @include(if: $one) { ... on Kind { ...F } } } }
        fragment F on Kind { ...G @include(if: $two) }
        fragment G on Pen { broken { why } }`,
      variables: { one: false, two: true },
      data: { kinds: [{}, {}] },
    },
  ],
});
