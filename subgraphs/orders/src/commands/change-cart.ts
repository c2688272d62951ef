import type { HotWork } from '../context.ts';
import { cartIdOf } from '../domain/cart.ts';
import { orderSettings } from '../env.ts';
import { type CartNow, cartLines } from '../reads/cart.ts';

/** The viewer's cart, locked: changes of one cart happen one after the other, also the first two. A refusal rolls this back. */
export async function lockCart({ tx, viewer, now }: HotWork): Promise<CartNow> {
  const id = cartIdOf(viewer.id);
  const [cart] = await tx.$queryRaw<{ version: number }[]>`
    INSERT INTO "Cart" ("id", "customerId", "changedAt") VALUES (${id}, ${viewer.id}, ${now})
    ON CONFLICT ("id") DO UPDATE SET "version" = "Cart"."version" + 1, "changedAt" = EXCLUDED."changedAt"
    RETURNING "version"`;
  return { id, version: cart?.version ?? null, lines: await cartLines(tx, id) };
}

/** Shows a changed cart on every device of its customer (C5), and lets it live for another while (C4). */
export function cartChanged(work: HotWork, customerId: string): void {
  const id = cartIdOf(customerId);
  work.announce(`cart:${customerId}`, { __typename: 'Cart', id });
  work.schedule('orders.expire-cart', id, new Date(work.now.getTime() + orderSettings().ORDERS_CART_SECONDS * 1000));
}
