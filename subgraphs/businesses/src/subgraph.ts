import { buildSubgraphSchema } from '@apollo/subgraph';
import { scalars } from '@app/kernel/graphql';
import { sdlOf } from '@app/schema/sdl';
import { parse } from 'graphql';
import type { Resolvers } from './generated/graphql.ts';
import { Business } from './graphql/Business.ts';
import { MenuItem } from './graphql/MenuItem.ts';
import { Query } from './graphql/Query.ts';

const resolvers: Partial<Resolvers> = { Query, Business, MenuItem };

/** The executable schema. Needs no database and no network. */
export const businessesSchema = buildSubgraphSchema({
  typeDefs: parse(sdlOf('businesses')),
  resolvers: { ...scalars, ...resolvers } as never,
});
