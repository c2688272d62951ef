import type { ObjectResolvers } from '@app/kernel/graphql';
import { keyText } from '@app/kernel/graphql';
import { toMoney } from '@app/kernel/money';
import type { OrderHistoryRow, OrderItemRow } from '../db.ts';
import { maySeeRecipient } from '../domain/recipient.ts';
import type {
  OrderConnectionResolvers,
  Order as OrderGql,
  OrderHistoryEntryResolvers,
  OrderHistoryEntry as OrderHistoryGql,
  OrderItem as OrderItemGql,
  OrderItemResolvers,
  OrderResolvers,
  Role,
} from '../generated/graphql.ts';
import { openRecipient } from '../personal.ts';
import { historyFor } from '../reads/history.ts';
import type { OrderView } from '../reads/order.loader.ts';

export const Order: ObjectResolvers<OrderResolvers, OrderGql, OrderView> = {
  __resolveReference: ({ id }, { reads }) => {
    const key = keyText(id);
    return key === null ? null : reads.orders.load(key);
  },
  id: ({ order }) => order.id,
  number: ({ order }) => order.number,
  status: ({ order }) => order.status,
  placedAt: ({ order }) => order.placedAt,
  subtotal: ({ amounts, order }) => toMoney(amounts.subtotalMinor, order.currency),
  tax: ({ amounts, order }) => toMoney(amounts.taxMinor, order.currency),
  deliveryFee: ({ amounts, order }) => toMoney(amounts.deliveryFeeMinor, order.currency),
  tip: ({ amounts, order }) => toMoney(amounts.tipMinor, order.currency),
  discount: ({ amounts, order }) => toMoney(amounts.discountMinor, order.currency),
  total: ({ amounts, order }) => toMoney(amounts.totalMinor, order.currency),
  sellerOrders: ({ parts }) => [...parts],
  history: (view, _args, { reads }) => historyFor(reads, view),
  cancelReason: ({ order }) => order.cancelReason,
  deliverTo: ({ order, parts }, _args, { viewer }) => {
    if (!maySeeRecipient(viewer, order, parts)) return null;
    const location = { latitude: order.dropoffLatitude, longitude: order.dropoffLongitude };
    return { ...openRecipient(order.id, order.recipient), location };
  },
};

export const OrderConnection: Pick<OrderConnectionResolvers, 'totalCount'> = {
  totalCount: ({ count }) => count(),
};

export const OrderItem: ObjectResolvers<OrderItemResolvers, OrderItemGql, OrderItemRow> = {
  unitPrice: ({ unitMinor, currency }) => toMoney(unitMinor, currency),
  total: ({ totalMinor, currency }) => toMoney(totalMinor, currency),
  item: ({ itemId }) => ({ __typename: 'MenuItem', id: itemId }),
};

export const OrderHistoryEntry: ObjectResolvers<OrderHistoryEntryResolvers, OrderHistoryGql, OrderHistoryRow> = {
  status: ({ sellerOrderId, toStatus }) => (sellerOrderId === null ? toStatus : `SellerOrder.${toStatus}`),
  actor: ({ actorRole }) => actorRole as Role | null,
};
