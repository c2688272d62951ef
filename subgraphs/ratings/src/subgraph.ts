import { buildSubgraphSchema } from '@apollo/subgraph';
import { scalars } from '@app/kernel/graphql';
import { sdlOf } from '@app/schema/sdl';
import { parse } from 'graphql';
import type { Resolvers } from './generated/graphql.ts';
import { Business } from './graphql/Business.ts';
import { Courier } from './graphql/Courier.ts';
import { Mutation } from './graphql/Mutation.ts';
import { Rating } from './graphql/Rating.ts';

const resolvers: Partial<Resolvers> = { Mutation, Business, Courier, Rating };

/** The executable schema. Needs no database and no network. */
export const ratingsSchema = buildSubgraphSchema({
  typeDefs: parse(sdlOf('ratings')),
  resolvers: { ...scalars, ...resolvers } as never,
});
