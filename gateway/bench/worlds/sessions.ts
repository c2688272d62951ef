import type { Args, Row } from './answer.ts';
import type { BenchSubgraph } from './world.ts';

/** Whose session it is, in the tokens of the benches. */
export const userOf = (sid: string): string => `usr_of_${sid}`;

/** The part of the users domain that our gateway asks about sessions, every few seconds: everybody may go on. */
export const users: BenchSubgraph = {
  sdl: `extend type Query { sessionStates(ids: [ID!]!): [SessionState] }
        type SessionState { userId: ID! name: String! roles: [String!]! businessIds: [ID!]! }`,
  query: { sessionStates: ({ ids }: Args) => (ids as string[]).map(standing) },
  entities: {},
};

const standing = (sid: string): Row => ({
  __typename: 'SessionState',
  userId: userOf(sid),
  name: 'Ada',
  roles: ['CUSTOMER'],
  businessIds: [],
});
