import type { OrderWork } from '../context.ts';
import type { CartLineRow } from '../db.ts';
import { cartIdOf } from '../domain/cart.ts';
import { orderSettings } from '../env.ts';
import { cartLines } from '../reads/cart.ts';

/** The viewer's cart, locked: changes of one cart happen one after the other, also the first two. A refusal rolls this back. */
export async function lockCart({ tx, viewer, now }: OrderWork): Promise<{ id: string; lines: CartLineRow[] }> {
  const id = cartIdOf(viewer.id);
  await tx.$executeRaw`
    INSERT INTO "Cart" ("id", "customerId", "changedAt") VALUES (${id}, ${viewer.id}, ${now})
    ON CONFLICT ("id") DO UPDATE SET "version" = "Cart"."version" + 1, "changedAt" = EXCLUDED."changedAt"`;
  return { id, lines: await cartLines(tx, id) };
}

/** Shows a changed cart on every device of its customer (C5), and lets it live for another while (C4). */
export function cartChanged(work: OrderWork, customerId: string): void {
  const id = cartIdOf(customerId);
  work.announce(`cart:${customerId}`, { __typename: 'Cart', id });
  work.schedule('orders.expire-cart', id, new Date(work.now.getTime() + orderSettings().ORDERS_CART_SECONDS * 1000));
}
