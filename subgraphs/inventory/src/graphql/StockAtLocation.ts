import type { ObjectResolvers } from '@app/kernel/graphql';
import { availableOf } from '../domain/stock.ts';
import type { StockAtLocation as StockAtLocationGql, StockAtLocationResolvers } from '../generated/graphql.ts';
import type { LevelRow } from '../reads/levels.loader.ts';

export const StockAtLocation: ObjectResolvers<StockAtLocationResolvers, StockAtLocationGql, LevelRow> = {
  available: availableOf,
};
