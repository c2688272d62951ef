import { requireCaller, requireRole } from '@app/kernel/viewer';
import type { QueryResolvers } from '../generated/graphql.ts';
import { stockMovements } from '../reads/movements.ts';
import { stockItems, stockLocations } from '../reads/stock-items.ts';

export const Query: Required<QueryResolvers> = {
  stockLocations: (_root, { businessId }, { db, viewer }) =>
    stockLocations(db, requireRole(viewer, 'BUSINESS', 'ADMIN'), businessId),
  stockItems: (_root, args, { db, viewer }) => stockItems(db, requireRole(viewer, 'BUSINESS', 'ADMIN'), args),
  stockMovements: (_root, args, { db, viewer }) => stockMovements(db, requireRole(viewer, 'BUSINESS', 'ADMIN'), args),

  stockLevels: (_root, { itemIds, ownOrderIds }, ctx) => {
    requireCaller(ctx.viewer, 'orders');
    return ctx.stockLevels(itemIds, ownOrderIds);
  },
};
