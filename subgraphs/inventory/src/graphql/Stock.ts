import type { ObjectResolvers } from '@app/kernel/graphql';
import type { StockRow } from '../db.ts';
import { availableOf } from '../domain/stock.ts';
import type { Stock as StockGql, StockResolvers } from '../generated/graphql.ts';

export const Stock: ObjectResolvers<StockResolvers, StockGql, StockRow> = {
  available: availableOf,
};
