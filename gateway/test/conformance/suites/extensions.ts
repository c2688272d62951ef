import { suite } from '../suite.ts';

const CASES = [
  {
    name: 'from the extension to the origin',
    query: '{ randomUser { id name nickname } }',
    data: { randomUser: { id: 'u1', name: 'Ada', nickname: 'ad' } },
  },
  {
    name: 'from the origin to the extension',
    query: '{ user { nickname rank } }',
    data: { user: { nickname: 'ad', rank: 'u1-Ada' } },
  },
  {
    name: 'what is external but not required is asked of the origin',
    query: '{ randomUser { name } }',
    data: { randomUser: { name: 'Ada' } },
  },
  {
    name: 'provided on one way',
    query: '{ provided { id name } }',
    data: { provided: { id: 'u1', name: 'Ada (provided)' } },
    asks: { extends: 1 },
  },
];

const origin = { root: { user: { id: 'u1', name: 'Ada' } }, entities: { User: [{ id: 'u1', name: 'Ada' }] } };
const extending = {
  root: { randomUser: { id: 'u1', nickname: 'ad' }, provided: { id: 'u1', name: 'Ada (provided)' } },
  entities: { User: [{ id: 'u1', nickname: 'ad' }] },
  resolvers: { User: { rank: ({ id, name }: { id: string; name: string }) => `${id}-${name}` } },
};
const FIELDS = `{
  id: ID! @external
  name: String @external
  nickname: String
  rank: String @requires(fields: "name")
}`;
const ROOT = 'randomUser: User  provided: User @provides(fields: "name")';

/** Types that one subgraph extends, in the four ways in which schemas were ever written. */
export const extensions = [
  suite({
    name: 'federation 1: extend type',
    subgraphs: {
      owner: {
        federation: 1,
        sdl: 'type Query { user: User } type User @key(fields: "id") { id: ID!  name: String }',
        ...origin,
      },
      extends: {
        federation: 1,
        sdl: `extend type Query { ${ROOT} } extend type User @key(fields: "id") ${FIELDS}`,
        ...extending,
      },
    },
    cases: CASES,
  }),
  suite({
    name: 'federation 1: @extends',
    subgraphs: {
      owner: {
        federation: 1,
        sdl: 'type Query { user: User } type User @key(fields: "id") { id: ID!  name: String }',
        ...origin,
      },
      extends: {
        federation: 1,
        sdl: `type Query @extends { ${ROOT} } type User @extends @key(fields: "id") ${FIELDS}`,
        ...extending,
      },
    },
    cases: CASES,
  }),
  suite({
    name: 'federation 2: extend type',
    subgraphs: {
      owner: {
        sdl: 'type Query { user: User } type User @key(fields: "id") { id: ID!  name: String @shareable }',
        ...origin,
      },
      extends: { sdl: `type Query { ${ROOT} } extend type User @key(fields: "id") ${FIELDS}`, ...extending },
    },
    cases: CASES,
  }),
  suite({
    name: 'federation 1 beside federation 2',
    subgraphs: {
      owner: {
        sdl: 'type Query { user: User } type User @key(fields: "id") { id: ID!  name: String @shareable }',
        ...origin,
      },
      extends: {
        federation: 1,
        sdl: `extend type Query { ${ROOT} } extend type User @key(fields: "id") ${FIELDS}`,
        ...extending,
      },
    },
    cases: CASES,
  }),
];
