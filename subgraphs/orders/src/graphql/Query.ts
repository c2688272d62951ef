import { keyText } from '@app/kernel/graphql';
import { requireCaller, requireRole } from '@app/kernel/viewer';
import type { Context } from '../context.ts';
import { cartIdOf } from '../domain/cart.ts';
import type { QueryResolvers } from '../generated/graphql.ts';
import type { CartView } from '../reads/cart.ts';
import { listOrders } from '../reads/order.list.ts';
import { listSellerOrders, waitingSellerOrders } from '../reads/seller-order.list.ts';
import { openTracking } from '../reads/tracking.ts';

async function ownCart({ viewer, reads }: Context): Promise<CartView> {
  const { id } = requireRole(viewer, 'CUSTOMER');
  return (await reads.carts.load(cartIdOf(id))) ?? { id: cartIdOf(id), lines: [] };
}

export const Query: Omit<Required<QueryResolvers>, '_entities' | '_service'> = {
  cart: (_root, _args, ctx) => ownCart(ctx),
  order: async (_root, { id }, { viewer, reads }) => {
    requireRole(viewer);
    const key = keyText(id);
    return key === null ? null : reads.orders.load(key);
  },
  orders: (_root, args, { db, viewer }) => listOrders(db, requireRole(viewer), args),
  sellerOrders: (_root, args, { db, viewer }) => listSellerOrders(db, requireRole(viewer, 'BUSINESS', 'ADMIN'), args),

  orderTrackingOpen: async (_root, args, ctx) => {
    requireCaller(ctx.viewer, 'gateway');
    requireRole(ctx.viewer);
    return keyText(args.orderId) === null ? null : openTracking(ctx, args);
  },
  cartChangedOpen: async (_root, _args, ctx) => {
    requireCaller(ctx.viewer, 'gateway');
    return [await ownCart(ctx)];
  },
  sellerOrderPlacedOpen: async (_root, { businessId }, { db, viewer }) => {
    requireCaller(viewer, 'gateway');
    return waitingSellerOrders(db, requireRole(viewer, 'BUSINESS', 'ADMIN'), businessId);
  },
};
