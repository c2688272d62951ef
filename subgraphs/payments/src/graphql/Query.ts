import { requireCaller, requireRole } from '@app/kernel/viewer';
import type { QueryResolvers } from '../generated/graphql.ts';
import { commissionRules, payout, payouts } from '../reads/pages.ts';

export const Query: Required<QueryResolvers> = {
  wallet: (_root, _args, ctx) => {
    requireRole(ctx.viewer, 'CUSTOMER');
    return ctx.reads.wallet(ctx.terms.currency);
  },
  payouts: (_root, args, { db, viewer }) => payouts(db, requireRole(viewer, 'BUSINESS', 'COURIER', 'ADMIN'), args),
  payout: (_root, { id }, { db, viewer }) => payout(db, requireRole(viewer, 'BUSINESS', 'COURIER', 'ADMIN'), id),
  commissionRules: (_root, args, { db, viewer }) => commissionRules(db, requireRole(viewer, 'BUSINESS', 'ADMIN'), args),

  escrow: (_root, { sessionId }, { db, viewer }) => {
    requireCaller(viewer, 'groupbuys');
    return sessionId.includes('\0') ? null : db.escrow.findUnique({ where: { sessionId } });
  },
};
