import { suite } from '../suite.ts';

/** Fragments of every kind, merged as the specification merges them. */
export const fragments = suite({
  name: 'fragments',
  subgraphs: {
    a: {
      sdl: `
        type Query { shop: Shop  shops: [Shop!]! }
        type Shop @key(fields: "id") { id: ID!  name: String!  place: Place  next: Shop }
        type Place @shareable { city: String  street: String  floor: Int }`,
      root: {
        shop: {
          id: 's1',
          name: 'Luigi',
          place: { city: 'Rome', street: 'Via', floor: 2 },
          next: { id: 's2', name: 'Mia', place: null },
        },
        shops: [
          { id: 's1', name: 'Luigi' },
          { id: 's2', name: 'Mia' },
        ],
      },
      entities: { Shop: [] },
    },
    b: {
      sdl: `type Shop @key(fields: "id") { id: ID!  stars(scale: Int = 5): Int  open(day: String!): Boolean }`,
      entities: { Shop: [{ id: 's1' }, { id: 's2' }] },
      resolvers: {
        Shop: {
          stars: ({ id }: { id: string }, { scale }) => (id === 's1' ? scale : 0),
          open: (_shop: object, { day }) => day !== 'sunday',
        },
      },
    },
  },
  cases: [
    {
      name: 'fields of several fragments become one object, in the order of their first mention',
      query:
        '{ shop { ...A ...B } } fragment A on Shop { place { city } name } fragment B on Shop { id place { floor city street } stars }',
      data: { shop: { place: { city: 'Rome', floor: 2, street: 'Via' }, name: 'Luigi', id: 's1', stars: 5 } },
    },
    {
      name: 'a fragment inside of a fragment, used twice',
      query:
        '{ shop { ...A next { ...A } } } fragment A on Shop { ...B place { city } } fragment B on Shop { name stars }',
      data: {
        shop: { name: 'Luigi', stars: 5, place: { city: 'Rome' }, next: { name: 'Mia', stars: 0, place: null } },
      },
    },
    {
      name: 'without a type',
      query: '{ shop { ... { name ... { stars } } } }',
      data: { shop: { name: 'Luigi', stars: 5 } },
    },
    {
      name: 'with the type that is there anyway',
      query: '{ ... on Query { shop { ... on Shop { ... on Shop { stars name } } } } }',
      data: { shop: { stars: 5, name: 'Luigi' } },
    },
    {
      name: 'a field with two argument values, under aliases',
      query: '{ shop { a: open(day: "sunday") b: open(day: "monday") stars ten: stars(scale: 10) } }',
      data: { shop: { a: false, b: true, stars: 5, ten: 10 } },
      asks: { a: 1, b: 1 },
    },
    {
      name: 'a field with two argument values in two places',
      query: '{ shops { open(day: "sunday") } shop { open(day: "monday") } }',
      data: { shops: [{ open: false }, { open: false }], shop: { open: true } },
    },
    {
      name: 'the same object twice, with other selections',
      query: '{ shop { next { name } } shop { next { stars id } name } }',
      data: { shop: { next: { name: 'Mia', stars: 0, id: 's2' }, name: 'Luigi' } },
    },
    {
      name: 'one of two operations',
      query: 'query One { shop { name } } query Two { shop { stars } }',
      operationName: 'Two',
      data: { shop: { stars: 5 } },
    },
    {
      name: 'two operations and no name is refused',
      query: 'query One { shop { name } } query Two { shop { stars } }',
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'an unknown name is refused',
      query: 'query One { shop { name } }',
      operationName: 'Two',
      data: null,
      errors: [''],
      asks: {},
    },
  ],
});
