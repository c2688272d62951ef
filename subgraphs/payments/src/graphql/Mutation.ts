import { payload } from '@app/kernel/graphql';
import { requireCaller, requireRole } from '@app/kernel/viewer';
import { voidOrderPayment } from '../commands/call-off.ts';
import { openInput, orderIdInput, usable } from '../commands/inputs.ts';
import { openPayment } from '../commands/open-payment.ts';
import { openTopUp } from '../commands/open-top-up.ts';
import { refundPayment } from '../commands/refund-payment.ts';
import { openWithSession } from '../flows/open-session.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: Required<MutationResolvers> = {
  walletTopUp: (_root, { input }, ctx) => {
    requireRole(ctx.viewer, 'CUSTOMER');
    return openWithSession(ctx, openTopUp, { ...input, terms: ctx.terms }).then(payload('payment'));
  },
  paymentRefund: (_root, { input }, ctx) => {
    requireRole(ctx.viewer, 'ADMIN');
    return ctx.run(refundPayment, input).then(payload('payment'));
  },
  paymentOpen: async (_root, { input }, ctx) => {
    requireCaller(ctx.viewer, 'orders');
    const given = usable(openInput, input);
    if (!given.ok) return payload('payment')(given);
    const { currencyCode: currency, ...request } = given.value;
    return openWithSession(ctx, openPayment, { ...request, currency, terms: ctx.terms }).then(payload('payment'));
  },
  paymentVoid: async (_root, { orderId }, ctx) => {
    requireCaller(ctx.viewer, 'orders');
    const given = usable(orderIdInput, orderId);
    return given.ok && (await ctx.run(voidOrderPayment, { orderId: given.value })).ok;
  },
};
