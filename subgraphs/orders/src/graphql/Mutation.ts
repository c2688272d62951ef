import { payload, userErrors } from '@app/kernel/graphql';
import type { Result } from '@app/kernel/result';
import { requireCaller, requireRole } from '@app/kernel/viewer';
import { cancelOrder } from '../commands/cancel-order.ts';
import { clearCart } from '../commands/clear-cart.ts';
import { handOver } from '../commands/hand-over.ts';
import {
  acceptSellerOrder,
  prepareSellerOrder,
  readySellerOrder,
  rejectSellerOrder,
} from '../commands/move-seller-order.ts';
import { setCartQuantity } from '../commands/set-cart-quantity.ts';
import type { Context, OrderCommand } from '../context.ts';
import type { SellerOrderRow } from '../db.ts';
import { addItem } from '../flows/add-item.ts';
import { checkout } from '../flows/checkout.ts';
import type { MutationResolvers, OrderErrorCode } from '../generated/graphql.ts';
import { showPlaced } from './placed.ts';

/** The order that an answer names, as its viewer may see it now. */
async function orderPayload(answer: Result<{ orderId: string }, OrderErrorCode>, { reads }: Context) {
  if (!answer.ok) return { order: null, userErrors: userErrors(answer) };
  return { order: await reads.orders.load(answer.value.orderId), userErrors: [] };
}

const forCustomers = (ctx: Context): Context => {
  requireRole(ctx.viewer, 'CUSTOMER');
  return ctx;
};

const move =
  <Input>(command: OrderCommand<Input, SellerOrderRow, OrderErrorCode>) =>
  (_root: unknown, { input }: { input: Input }, ctx: Context) => {
    requireRole(ctx.viewer, 'BUSINESS', 'ADMIN');
    return ctx.run(command, input).then(payload('sellerOrder'));
  };

export const Mutation: Required<MutationResolvers> = {
  cartAddItem: (_root, { input }, ctx) => addItem(forCustomers(ctx), { quantity: 1, ...input }).then(payload('cart')),
  cartSetQuantity: (_root, { input }, ctx) => forCustomers(ctx).run(setCartQuantity, input).then(payload('cart')),
  cartClear: (_root, _args, ctx) => forCustomers(ctx).run(clearCart, null).then(payload('cart')),
  checkout: async (_root, { input }, ctx) =>
    orderPayload(await checkout(forCustomers(ctx), input, (rows) => showPlaced(ctx, rows)), ctx),
  orderCancel: async (_root, { input }, ctx) => {
    requireRole(ctx.viewer, 'CUSTOMER', 'ADMIN');
    const answer = await ctx.run(cancelOrder, input);
    ctx.reads.orders.clear(input.orderId);
    return orderPayload(answer, ctx);
  },
  sellerOrderAccept: move(acceptSellerOrder),
  sellerOrderPrepare: move(prepareSellerOrder),
  sellerOrderReady: move(readySellerOrder),
  sellerOrderReject: move(rejectSellerOrder),
  sellerOrderHandOver: (_root, { sellerOrderId }, ctx) => {
    requireCaller(ctx.viewer, 'delivery');
    return ctx.run(handOver, { sellerOrderId }).then((result) => result.ok && result.value);
  },
};
