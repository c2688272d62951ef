import { keyText } from '@app/kernel/graphql';
import type { SellerOrderResolvers } from '../generated/graphql.ts';

export const SellerOrder: Required<Pick<SellerOrderResolvers, '__resolveReference' | 'delivery'>> = {
  __resolveReference: (reference) => {
    const id = keyText(reference.id);
    return id ? { id } : null;
  },
  delivery: ({ id }, _args, { deliveries }) => deliveries.bySellerOrder.load(id),
};
