import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { OrderRef } from '../db.ts';
import type { Order as OrderGql, OrderResolvers } from '../generated/graphql.ts';

export const Order: ObjectResolvers<OrderResolvers, OrderGql, OrderRef> = {
  __resolveReference: ({ id }) => {
    const key = keyText(id);
    return key ? { id: key } : null;
  },
  payment: ({ id }, _args, { reads }) => reads.paymentOfOrder.load(id),
};
