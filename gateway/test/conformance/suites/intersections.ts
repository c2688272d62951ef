import { suite } from '../suite.ts';

/** Inputs and enums that subgraphs declare differently: clients see what all of them know. */
export const intersections = suite({
  name: 'inputs and enums in common',
  subgraphs: {
    a: {
      sdl: `
        type Query { inA(filter: Filter!): [User!]  users: [User] }
        input Filter { first: Int!  kind: Kind }
        enum Kind { REGULAR }
        type User @key(fields: "id") { id: ID!  name: String! @shareable  kind: Kind @shareable }`,
      root: {
        inA: ({ filter }: { filter: { first: number } }) => PEOPLE.slice(0, filter.first),
        users: [
          { id: '1', name: 'Ada', kind: 'REGULAR' },
          { id: '2', name: 'Bo', kind: null },
        ],
      },
      entities: { User: [] },
    },
    b: {
      sdl: `
        type Query { inB(filter: Filter!): [User!]  guests: [User]  byKind(kind: Kind!): [User!] }
        input Filter { first: Int!  offset: Int  kind: Kind }
        enum Kind { REGULAR  GUEST @inaccessible }
        type User @key(fields: "id") { id: ID!  name: String! @shareable  kind: Kind @shareable }`,
      root: {
        inB: ({ filter }: { filter: { first: number; offset?: number } }) =>
          PEOPLE.slice(filter.offset ?? 1, filter.first + 1),
        guests: [
          { id: '3', name: 'Cy', kind: 'GUEST' },
          { id: '1', name: 'Ada', kind: 'REGULAR' },
        ],
        byKind: ({ kind }: { kind: string }) => PEOPLE.filter((person) => person.kind === kind),
      },
      entities: { User: [] },
    },
  },
  cases: [
    {
      name: 'an input field that both know',
      query: '{ inA(filter: { first: 1 }) { name } inB(filter: { first: 1, kind: REGULAR }) { name } }',
      data: { inA: [{ name: 'Ada' }], inB: [{ name: 'Bo' }] },
    },
    {
      name: 'an input field that only one knows is refused',
      query: '{ inB(filter: { first: 1, offset: 0 }) { name } }',
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'also in a variable',
      query: 'query ($filter: Filter!) { inB(filter: $filter) { name } }',
      variables: { filter: { first: 1, offset: 0 } },
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'an enum value in common',
      query: '{ users { kind } }',
      data: { users: [{ kind: 'REGULAR' }, { kind: null }] },
    },
    {
      name: 'an enum value that is not shown is null and an error',
      query: '{ guests { id kind } }',
      data: {
        guests: [
          { id: '3', kind: null },
          { id: '1', kind: 'REGULAR' },
        ],
      },
      errors: ['guests.0.kind'],
    },
    {
      name: 'an enum value that is not shown is refused as an argument',
      query: '{ byKind(kind: GUEST) { id } }',
      data: null,
      errors: [''],
      asks: {},
    },
    {
      name: 'an enum value as a variable',
      query: 'query ($kind: Kind!) { byKind(kind: $kind) { id } }',
      variables: { kind: 'REGULAR' },
      data: { byKind: [{ id: '1' }] },
    },
    {
      name: 'an enum value that is not shown is refused as a variable',
      query: 'query ($kind: Kind!) { byKind(kind: $kind) { id } }',
      variables: { kind: 'GUEST' },
      data: null,
      errors: [''],
      asks: {},
    },
  ],
});

const PEOPLE = [
  { id: '1', name: 'Ada', kind: 'REGULAR' },
  { id: '2', name: 'Bo', kind: 'GUEST' },
];
