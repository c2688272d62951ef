import { buildSubgraphSchema } from '@apollo/subgraph';
import { scalars } from '@app/kernel/graphql';
import { sdlOf } from '@app/schema/sdl';
import { parse } from 'graphql';
import type { Resolvers } from './generated/graphql.ts';
import { Address } from './graphql/Address.ts';
import { Mutation } from './graphql/Mutation.ts';
import { Query } from './graphql/Query.ts';
import { User } from './graphql/User.ts';

const resolvers: Partial<Resolvers> = { Query, Mutation, User, Address };

/** The executable schema. Needs no database and no network. */
export const usersSchema = buildSubgraphSchema({
  typeDefs: parse(sdlOf('users')),
  resolvers: { ...scalars, ...resolvers } as never,
});
