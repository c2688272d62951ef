import { payload } from '@app/kernel/graphql';
import { requireRole } from '@app/kernel/viewer';
import { acceptOffer } from '../commands/accept-offer.ts';
import { arriveAtPickup } from '../commands/arrive-at-pickup.ts';
import { collect } from '../commands/collect.ts';
import { completeDelivery } from '../commands/complete-delivery.ts';
import { declineOffer } from '../commands/decline-offer.ts';
import { reportPosition } from '../commands/report-position.ts';
import { setCourierOnline } from '../commands/set-courier-online.ts';
import { withFreshShift } from '../commands/with-fresh-shift.ts';
import type { Context, Operation } from '../context.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

/** Everything here is a courier's work. */
const asCourier = <Input, T, Code extends string>(
  ctx: Context,
  operation: Operation<Input, T, Code>,
  input: Input,
): ReturnType<Operation<Input, T, Code>> => {
  requireRole(ctx.viewer, 'COURIER');
  return ctx.perform(operation, input);
};

export const Mutation: Required<MutationResolvers> = {
  courierSetOnline: (_root, { input }, ctx) => asCourier(ctx, setCourierOnline, input).then(payload('courier')),
  courierMove: (_root, { input }, ctx) => asCourier(ctx, reportPosition, input).then(payload('courier')),
  deliveryOfferAccept: (_root, { input }, ctx) =>
    asCourier(ctx, withFreshShift(acceptOffer), input).then(payload('delivery')),
  deliveryOfferDecline: (_root, { input }, ctx) => asCourier(ctx, declineOffer, input).then(payload('delivery')),
  deliveryArrive: (_root, { input }, ctx) =>
    asCourier(ctx, withFreshShift(arriveAtPickup), input).then(payload('delivery')),
  deliveryPickUp: (_root, { input }, ctx) => asCourier(ctx, collect, input).then(payload('delivery')),
  deliveryComplete: (_root, { input }, ctx) => asCourier(ctx, completeDelivery, input).then(payload('delivery')),
};
