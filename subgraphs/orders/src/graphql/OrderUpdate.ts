import { encodeCursor } from '@app/kernel/cursor';
import { publicError } from '@app/kernel/errors';
import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { OrderUpdate as OrderUpdateGql, OrderUpdateResolvers } from '../generated/graphql.ts';
import { type Step, stepOf } from '../reads/tracking.ts';

export const OrderUpdate: ObjectResolvers<OrderUpdateResolvers, OrderUpdateGql, Step> = {
  __resolveReference: async (keys, { reads }) => {
    const step = keyText(keys.orderId) === null ? null : stepOf(keys);
    return step && (await reads.orders.load(step.orderId)) ? step : null;
  },
  cursor: ({ orderId, sequence }) => encodeCursor([orderId, sequence]),
  order: async ({ orderId }, _args, { reads }) => {
    const view = await reads.orders.load(orderId);
    if (!view) throw publicError('NOT_FOUND', 'No such order of yours.');
    return view;
  },
};
