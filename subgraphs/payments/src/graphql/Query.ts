import { keyText } from '@app/kernel/graphql';
import { requireCaller, requireRole } from '@app/kernel/viewer';
import type { QueryResolvers } from '../generated/graphql.ts';
import { commissionRules, payout, payouts } from '../reads/pages.ts';
import { listReconciliations } from '../reads/reconciliation.list.ts';

export const Query: Required<QueryResolvers> = {
  wallet: (_root, _args, ctx) => {
    requireRole(ctx.viewer, 'CUSTOMER');
    return ctx.reads.wallet(ctx.terms.currency);
  },
  payouts: (_root, args, { db, viewer }) => payouts(db, requireRole(viewer, 'BUSINESS', 'COURIER', 'ADMIN'), args),
  payout: (_root, { id }, { db, viewer }) => payout(db, requireRole(viewer, 'BUSINESS', 'COURIER', 'ADMIN'), id),
  commissionRules: (_root, args, { db, viewer }) => commissionRules(db, requireRole(viewer, 'BUSINESS', 'ADMIN'), args),
  paymentProviders: (_root, { currencyCode }, { terms }) => terms.offered.filter(({ takes }) => takes(currencyCode)),
  paymentReconciliations: (_root, args, { viewer, db }) => {
    requireRole(viewer, 'ADMIN');
    return listReconciliations(db, args);
  },
  paymentReconciliation: (_root, { id }, { viewer, db }) => {
    requireRole(viewer, 'ADMIN');
    const key = keyText(id);
    return key ? db.reconciliation.findUnique({ where: { id: key } }) : null;
  },

  escrow: (_root, { sessionId }, { db, viewer }) => {
    requireCaller(viewer, 'groupbuys');
    return sessionId.includes('\0') ? null : db.escrow.findUnique({ where: { sessionId } });
  },
};
