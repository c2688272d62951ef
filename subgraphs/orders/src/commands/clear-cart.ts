import { ok } from '@app/kernel/result';
import type { OrderCommand } from '../context.ts';
import type { CartView } from '../reads/cart.ts';
import { cartChanged, lockCart } from './change-cart.ts';

/** Takes everything out of the cart. */
export const clearCart: OrderCommand<null, CartView, never> = async (work) => {
  const { id } = await lockCart(work);
  await work.tx.cartLine.deleteMany({ where: { cartId: id } });
  cartChanged(work, work.viewer.id);
  return ok({ id, lines: [] });
};
