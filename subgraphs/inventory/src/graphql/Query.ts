import { requireCaller } from '@app/kernel/viewer';
import type { QueryResolvers } from '../generated/graphql.ts';

export const Query: Required<QueryResolvers> = {
  stockLevels: (_root, { itemIds }, ctx) => {
    requireCaller(ctx.viewer, 'orders');
    return ctx.stockLevels(itemIds);
  },
};
