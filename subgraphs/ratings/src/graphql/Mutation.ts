import { payload } from '@app/kernel/graphql';
import { requireRole } from '@app/kernel/viewer';
import { rateWhenDelivered } from '../commands/rate-when-delivered.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: Required<MutationResolvers> = {
  ratingCreate: (_root, { input }, ctx) => {
    requireRole(ctx.viewer, 'CUSTOMER');
    return rateWhenDelivered(ctx, input).then(payload('rating'));
  },
};
