import type { ObjectResolvers } from '@app/kernel/graphql';
import type { StockItemRow } from '../db.ts';
import { availableOf, isLow } from '../domain/stock.ts';
import type { StockItem as StockItemGql, StockItemResolvers } from '../generated/graphql.ts';

export const StockItem: ObjectResolvers<StockItemResolvers, StockItemGql, StockItemRow> = {
  item: ({ itemId }) => ({ id: itemId }),
  stock: (row) => (row.tracked ? row : null),
  locations: ({ itemId }, _args, ctx) => ctx.levels.load(itemId),
  low: (row) => row.tracked && isLow(availableOf(row), row.lowStockThreshold),
};
