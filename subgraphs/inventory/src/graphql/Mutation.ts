import { payload, userErrors } from '@app/kernel/graphql';
import type { Result } from '@app/kernel/result';
import { requireCaller, requireRole } from '@app/kernel/viewer';
import { adjustStock } from '../commands/adjust-stock.ts';
import { type Held, type HoldRefusal, holdStock, type OutOfStock } from '../commands/hold-stock.ts';
import { releaseHold } from '../commands/release-hold.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: Required<MutationResolvers> = {
  stockAdjust: (_root, { input }, ctx) => {
    requireRole(ctx.viewer, 'BUSINESS', 'ADMIN');
    return ctx.run(adjustStock, input).then(payload('stock'));
  },
  stockHold: (_root, { input }, ctx) => {
    requireCaller(ctx.viewer, 'orders');
    return ctx.run(holdStock, { wish: input, terms: ctx.terms }).then(held);
  },
  stockRelease: (_root, { orderId }, ctx) => {
    requireCaller(ctx.viewer, 'orders');
    return ctx.run(releaseHold, { orderId }).then((result) => result.ok && result.value);
  },
};

const held = (result: Result<Held, HoldRefusal>) => ({
  expiresAt: result.ok ? result.value.expiresAt : null,
  userErrors: userErrors(result),
  shortItemIds: isShort(result) ? [...result.shortItemIds] : [],
});

const isShort = (result: Result<Held, HoldRefusal>): result is OutOfStock =>
  !result.ok && result.code === 'OUT_OF_STOCK';
