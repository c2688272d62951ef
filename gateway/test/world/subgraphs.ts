import { setTimeout as sleep } from 'node:timers/promises';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { publicError } from '@app/kernel/errors';
import type { Identity } from '@app/kernel/identity';
import type { Subgraph, SubgraphRequest } from '@app/kernel/mount';
import { requireRole, type Viewer } from '@app/kernel/viewer';
import { type ExecutionResult, execute, parse } from 'graphql';

const head = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@composeDirective"])
    @link(url: "https://orders.example/auth/v1.0", import: ["@auth"])
    @composeDirective(name: "@auth")
  directive @auth(requires: [Role!]! = []) on FIELD_DEFINITION
  enum Role { CUSTOMER BUSINESS COURIER ADMIN }
`;

const sdl = {
  users: `${head}
    type Query { me: User  sessionStates(ids: [ID!]!): [SessionState] @inaccessible }
    type Mutation { login(input: LoginInput!): String  sessionRefresh(token: String!): String  logout: String @auth }
    type User @key(fields: "id") { id: ID! name: String! roles: [Role!]! }
    input LoginInput { email: String! password: String! role: Role }
    type SessionState @inaccessible { userId: ID! name: String! roles: [Role!]! businessIds: [ID!]! }
  `,
  catalog: `${head}
    scalar DateTime
    type Query {
      businesses(first: Int = 20): BusinessConnection!
      business(id: ID!): Business
      echo(text: String): String
      opened(at: DateTime!): String
      crash: String
      leak: String
      stranger: String
      slow(ms: Int!): String
      hole: Hole
      secret: String @auth(requires: [ADMIN])
      mine: String @auth
    }
    type Mutation { rename(id: ID!, name: String!): String }
    type Subscription { renamed: Business! @auth }
    type BusinessConnection { edges: [BusinessEdge!]! }
    type BusinessEdge { cursor: String! node: Business! }
    type Business @key(fields: "id") { id: ID! name: String! menu: [MenuItem!]! takings: Int @auth(requires: [BUSINESS, ADMIN]) }
    type MenuItem { id: ID! name: String! business: Business! }
    type Hole { deep: String! }
  `,
  ratings: `${head}
    type Business @key(fields: "id") { id: ID! rating: Int }
    type Query { ratingsCount: Int! @auth(requires: [ADMIN]) }
  `,
};

/** What the test subgraphs remember. */
export interface Memory {
  /** Sessions as the users domain knows them now; one that is not here has ended. */
  readonly sessions: Map<string, { userId: string; name: string; roles: string[]; businessIds: string[] }>;
  /** Every question, by subgraph. */
  readonly asked: { subgraph: string; viewer: Viewer; query: string; correlationId: string }[];
  /** Subgraphs that fail as if their process were gone. */
  readonly down: Set<string>;
  /** What a subgraph answers instead of what it should. */
  readonly poison: Map<string, ExecutionResult>;
  renames: number;
}

const business = (id: string) => ({ __typename: 'Business', id, name: `Business ${id}`, takings: 42, menu: [] });

const resolvers = (memory: Memory) => ({
  users: {
    Query: {
      me: (_: unknown, __: unknown, viewer: Viewer) => (viewer.kind === 'user' ? viewer : null),
      sessionStates: (_: unknown, { ids }: { ids: string[] }) => ids.map((id) => memory.sessions.get(id) ?? null),
    },
    Mutation: { login: () => 'in', sessionRefresh: () => 'fresh', logout: () => 'out' },
  },
  catalog: {
    Query: {
      businesses: (_: unknown, { first }: { first: number }) => ({
        edges: Array.from({ length: first }, (__, at) => ({ cursor: `${at}`, node: business(`biz_${at}`) })),
      }),
      business: (_: unknown, { id }: { id: string }) => business(id),
      echo: (_: unknown, { text }: { text: string }) => text,
      crash: () => {
        throw new Error('connect ECONNREFUSED db.internal:5432');
      },
      leak: () => {
        throw publicError('P2002' as never, 'SELECT * FROM "User" failed on db.internal');
      },
      stranger: () => {
        throw publicError('NOT_FOUND', 'There is no such thing.');
      },
      slow: (_: unknown, { ms }: { ms: number }) => sleep(ms, 'at last'),
      hole: () => ({ deep: null }),
      opened: (_: unknown, { at }: { at: string }) => at,
      secret: (_: unknown, __: unknown, viewer: Viewer) => requireRole(viewer, 'ADMIN').id,
      mine: (_: unknown, __: unknown, viewer: Viewer) => requireRole(viewer).id,
    },
    Mutation: {
      rename: () => {
        memory.renames += 1;
        return 'renamed';
      },
    },
    Business: { __resolveReference: ({ id }: { id: string }) => business(id) },
  },
  ratings: {
    Query: { ratingsCount: () => 7 },
    Business: { __resolveReference: ({ id }: { id: string }) => ({ id, rating: 4 }) },
  },
});

/** The names of the test subgraphs. */
export const names = ['users', 'catalog', 'ratings'] as const;

/** The test supergraph. */
export function supergraph(): string {
  const { supergraphSdl, errors } = composeServices(
    names.map((name) => ({ name, url: `http://${name}.internal`, typeDefs: parse(sdl[name]) })),
  );
  if (!supergraphSdl) throw new Error(errors?.map((error) => error.message).join('\n'));
  return supergraphSdl;
}

/** A test subgraph: it believes only tokens made for it, like the real ones. */
export function openTestSubgraph(name: (typeof names)[number], identity: Identity, memory: Memory): Subgraph {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl[name]), resolvers: resolvers(memory)[name] as never });
  async function answer({ query, variables, operationName, token, correlationId }: SubgraphRequest) {
    if (memory.down.has(name)) throw new Error('connect ECONNREFUSED 10.1.2.3:4001');
    const viewer = identity.verify(token);
    memory.asked.push({ subgraph: name, viewer, query, correlationId });
    const poisoned = memory.poison.get(name);
    if (poisoned) return structuredClone(poisoned);
    return execute({ schema, document: parse(query), variableValues: variables, operationName, contextValue: viewer });
  }
  return {
    name: name as never,
    execute: answer,
    prepare: (query) => (request) => answer({ ...request, query }),
    route: async () => false,
    checks: async () => ({ database: !memory.down.has(name) }),
    start: async () => {},
    stop: async () => {},
  };
}
