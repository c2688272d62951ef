import { payload } from '@app/kernel/graphql';
import { requireCaller, requireRole } from '@app/kernel/viewer';
import { adjustStock } from '../commands/adjust-stock.ts';
import { createLocation, updateLocation } from '../commands/keep-locations.ts';
import { releaseHold } from '../commands/release-hold.ts';
import { setRules } from '../commands/set-rules.ts';
import { setStock } from '../commands/set-stock.ts';
import { transferStock } from '../commands/transfer-stock.ts';
import type { Context } from '../context.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import { held, hold } from './hold.ts';

export const Mutation: Required<MutationResolvers> = {
  stockAdjust: (_root, { input }, ctx) => keeper(ctx).run(adjustStock, input).then(payload('stock')),
  stockSet: (_root, { input }, ctx) => keeper(ctx).run(setStock, input).then(payload('items')),
  stockTransfer: (_root, { input }, ctx) => keeper(ctx).run(transferStock, input).then(payload('item')),
  stockRulesSet: (_root, { input }, ctx) => keeper(ctx).run(setRules, input).then(payload('item')),
  stockLocationCreate: (_root, { input }, ctx) => keeper(ctx).run(createLocation, input).then(payload('location')),
  stockLocationUpdate: (_root, { input }, ctx) => keeper(ctx).run(updateLocation, input).then(payload('location')),

  stockHold: (_root, { input }, ctx) => {
    requireCaller(ctx.viewer, 'orders');
    return hold(ctx, input).then(held);
  },
  stockRelease: (_root, { orderId }, ctx) => {
    requireCaller(ctx.viewer, 'orders');
    return ctx.run(releaseHold, { orderId }).then((result) => result.ok && result.value);
  },
};

/** The context, for those who may keep a stock; whose it is, the command asks. */
function keeper(ctx: Context): Context {
  requireRole(ctx.viewer, 'BUSINESS', 'ADMIN');
  return ctx;
}
