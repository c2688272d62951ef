import { ok, refuse } from '@app/kernel/result';
import type { OrderCommand } from '../context.ts';
import type { CartView } from '../reads/cart.ts';
import { quantityWithin } from './add-cart-item.ts';
import { cartChanged, lockCart } from './change-cart.ts';

export interface SetCartQuantity {
  readonly cartItemId: string;
  readonly quantity: number;
}

/** Sets how many of a line the customer wants; 0 removes it. Whether that many are left is decided when they order. */
export const setCartQuantity: OrderCommand<SetCartQuantity, CartView, 'INVALID_INPUT' | 'CART_ITEM_NOT_FOUND'> = async (
  work,
  { cartItemId, quantity },
) => {
  const within = quantityWithin(quantity, 0);
  if (!within.ok) return within;
  const { id, lines } = await lockCart(work);
  const line = lines.find((one) => one.id === cartItemId);
  if (!line) return refuse('CART_ITEM_NOT_FOUND', 'No such line in your cart.', ['input', 'cartItemId']);

  if (quantity === 0) await work.tx.cartLine.delete({ where: { id: line.id } });
  else await work.tx.cartLine.update({ where: { id: line.id }, data: { quantity } });
  cartChanged(work, work.viewer.id);
  const rest = quantity === 0 ? lines.filter((one) => one !== line) : lines;
  return ok({ id, lines: rest.map((one) => (one === line ? { ...line, quantity } : one)) });
};
