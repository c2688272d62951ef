import type { ObjectResolvers } from '@app/kernel/graphql';
import { keyText } from '@app/kernel/graphql';
import { toMoney } from '@app/kernel/money';
import type { SellerOrderRow } from '../db.ts';
import { kitchenActor } from '../domain/order.access.ts';
import { kitchenMoves } from '../domain/seller-order.lifecycle.ts';
import type {
  SellerOrderConnectionResolvers,
  SellerOrder as SellerOrderGql,
  SellerOrderResolvers,
} from '../generated/graphql.ts';

export const SellerOrder: ObjectResolvers<SellerOrderResolvers, SellerOrderGql, SellerOrderRow> = {
  __resolveReference: ({ id }, { reads }) => {
    const key = keyText(id);
    return key === null ? null : reads.sellerOrders.load(key);
  },
  business: ({ businessId }) => ({ __typename: 'Business', id: businessId }),
  items: ({ id }, _args, { reads }) => reads.items.load(id),
  total: ({ totalMinor, currency }) => toMoney(totalMinor, currency),
  availableMoves: (part, _args, { viewer }) => {
    const actor = kitchenActor(viewer, part);
    return actor === null || part.releasedAt === null ? [] : kitchenMoves(part.status, actor);
  },
};

export const SellerOrderConnection: Pick<SellerOrderConnectionResolvers, 'totalCount'> = {
  totalCount: ({ count }) => count(),
};
