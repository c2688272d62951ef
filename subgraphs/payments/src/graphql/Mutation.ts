import { payload } from '@app/kernel/graphql';
import { requireCaller, requireRole } from '@app/kernel/viewer';
import { voidOrderPayment } from '../commands/call-off.ts';
import { setCommission } from '../commands/commission-rules.ts';
import { holdEscrow } from '../commands/hold-escrow.ts';
import { holdInput, refundEscrowInput } from '../commands/inputs.settlement.ts';
import { openInput, orderIdInput, reconcileInput, usable } from '../commands/inputs.ts';
import { openReconciliation } from '../commands/open-reconciliation.ts';
import { openTopUp } from '../commands/open-top-up.ts';
import { payPayout } from '../commands/pay-payout.ts';
import { preparePayout } from '../commands/prepare-payout.ts';
import { refundEscrow } from '../commands/refund-escrow.ts';
import { refundPayment } from '../commands/refund-payment.ts';
import { refundPlace } from '../commands/refund-place.ts';
import { releaseEscrow } from '../commands/release-escrow.ts';
import { providerKey } from '../domain/offer.ts';
import { openOrderPayment } from '../flows/open-payment.ts';
import { openWithSession } from '../flows/open-session.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: Required<MutationResolvers> = {
  walletTopUp: (_root, { input }, ctx) => {
    requireRole(ctx.viewer, 'CUSTOMER');
    return openWithSession(ctx, openTopUp, { ...input, provider: providerKey(input.provider), terms: ctx.terms }).then(
      payload('payment'),
    );
  },
  paymentRefund: (_root, { input }, ctx) => {
    requireRole(ctx.viewer, 'ADMIN');
    return ctx.run(refundPayment, input).then(payload('payment'));
  },
  commissionRuleSet: (_root, { input }, ctx) => {
    requireRole(ctx.viewer, 'ADMIN');
    return ctx.run(setCommission, input).then(payload('commissionRule'));
  },
  payoutPrepare: (_root, { input }, ctx) => {
    requireRole(ctx.viewer, 'ADMIN');
    return ctx.run(preparePayout, { ...input, currency: ctx.terms.currency }).then(payload('payout'));
  },
  payoutPay: (_root, { input }, ctx) => {
    requireRole(ctx.viewer, 'ADMIN');
    return ctx.run(payPayout, input).then(payload('payout'));
  },
  escrowHold: async (_root, { input }, ctx) => {
    requireCaller(ctx.viewer, 'groupbuys');
    const given = usable(holdInput, input);
    if (!given.ok) return payload('payment')(given);
    const { currencyCode: currency, ...request } = given.value;
    return openWithSession(ctx, holdEscrow, { ...request, currency, terms: ctx.terms }).then(payload('payment'));
  },
  escrowRelease: async (_root, { sessionId }, ctx) => {
    requireCaller(ctx.viewer, 'groupbuys');
    const given = usable(orderIdInput, sessionId);
    return payload('escrow')(given.ok ? await ctx.run(releaseEscrow, { sessionId: given.value }) : given);
  },
  escrowRefund: async (_root, args, ctx) => {
    requireCaller(ctx.viewer, 'groupbuys');
    const given = usable(refundEscrowInput, args);
    if (!given.ok) return payload('escrow')(given);
    const { placeId, ...whole } = given.value;
    return payload('escrow')(
      await (placeId ? ctx.run(refundPlace, { ...whole, placeId }) : ctx.run(refundEscrow, whole)),
    );
  },
  paymentReconcile: async (_root, { input }, ctx) => {
    requireRole(ctx.viewer, 'ADMIN');
    const given = usable(reconcileInput, input);
    if (!given.ok) return payload('reconciliation')(given);
    const { idempotencyKey, provider, from, to } = given.value;
    const requestKey = `${ctx.viewer.id}:${idempotencyKey}`;
    const asked = { provider: provider.toLowerCase(), from, to, requestKey };
    return payload('reconciliation')(await ctx.run(openReconciliation, asked));
  },
  paymentOpen: async (_root, { input }, ctx) => {
    requireCaller(ctx.viewer, 'orders');
    const given = usable(openInput, input);
    if (!given.ok) return payload('payment')(given);
    const { currencyCode: currency, ...request } = given.value;
    const asked = { ...request, currency, provider: providerKey(request.provider), terms: ctx.terms };
    return openOrderPayment(ctx, asked).then(payload('payment'));
  },
  paymentVoid: async (_root, { orderId }, ctx) => {
    requireCaller(ctx.viewer, 'orders');
    const given = usable(orderIdInput, orderId);
    return given.ok && (await ctx.run(voidOrderPayment, { orderId: given.value })).ok;
  },
};
