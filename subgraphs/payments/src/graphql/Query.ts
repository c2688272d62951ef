import { requireRole } from '@app/kernel/viewer';
import type { QueryResolvers } from '../generated/graphql.ts';

export const Query: Required<QueryResolvers> = {
  wallet: (_root, _args, ctx) => {
    requireRole(ctx.viewer, 'CUSTOMER');
    return ctx.reads.wallet(ctx.terms.currency);
  },
};
