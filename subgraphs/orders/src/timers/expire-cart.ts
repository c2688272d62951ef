import { timer } from '@app/kernel/timer';
import type { Tx } from '../db.ts';
import { orderSettings } from '../env.ts';

/** A cart that nobody touched for a long time goes away (C4). */
export const expireCart = timer<Tx>({
  kind: 'orders.expire-cart',
  async handle(work, { subject: id }) {
    const untouchedSince = new Date(work.now.getTime() - orderSettings().ORDERS_CART_SECONDS * 1000);
    const where = { id, changedAt: { lte: untouchedSince } };
    const cart = await work.tx.cart.findFirst({ where });
    const { count } = await work.tx.cart.deleteMany({ where });
    if (cart && count === 1) work.announce(`cart:${cart.customerId}`, { __typename: 'Cart', id });
  },
});
