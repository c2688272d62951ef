import { buildSubgraphSchema } from '@apollo/subgraph';
import { scalars } from '@app/kernel/graphql';
import { sdlOf } from '@app/schema/sdl';
import { parse } from 'graphql';
import type { Resolvers } from './generated/graphql.ts';
import { MenuItem } from './graphql/MenuItem.ts';
import { Mutation } from './graphql/Mutation.ts';
import { Query } from './graphql/Query.ts';
import { Stock } from './graphql/Stock.ts';
import { StockAtLocation } from './graphql/StockAtLocation.ts';
import { StockItem } from './graphql/StockItem.ts';
import { StockMovement } from './graphql/StockMovement.ts';

const resolvers: Partial<Resolvers> = {
  ...{ Query, Mutation, MenuItem, Stock, StockItem, StockAtLocation, StockMovement },
};

/** The executable schema. Needs no database and no network. */
export const inventorySchema = buildSubgraphSchema({
  typeDefs: parse(sdlOf('inventory')),
  resolvers: { ...scalars, ...resolvers } as never,
});
