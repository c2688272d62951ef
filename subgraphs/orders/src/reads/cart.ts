import type { Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { CartLineRow, Db, Tx } from '../db.ts';
import { cartIdOf } from '../domain/cart.ts';

/** A customer's cart with its lines, oldest first. */
export interface CartView {
  readonly id: string;
  readonly lines: readonly CartLineRow[];
}

/** The lines of a cart, in the order in which they came. */
export const cartLines = (db: Db | Tx, cartId: string): PromiseLike<CartLineRow[]> =>
  db.$queryRaw<CartLineRow[]>`SELECT * FROM "CartLine" WHERE "cartId" = ${cartId} ORDER BY "addedAt", "id"`;

/** Carts by id: the viewer's own, which exists even when it is empty; null for anybody else's. */
export const cartLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, CartView | null>(async (ids) => {
    const own = viewer.kind === 'user' ? cartIdOf(viewer.id) : null;
    if (!own || !ids.includes(own)) return ids.map(() => null);
    const lines = await cartLines(db, own);
    return ids.map((id) => (id === own ? { id, lines } : null));
  });
