import type { Viewer } from '@app/kernel/viewer';
import type { SqlTx } from '@app/kernel/work';
import DataLoader from 'dataloader';
import type { CartLineRow, Db } from '../db.ts';
import { cartIdOf } from '../domain/cart.ts';

/** A customer's cart with its lines, oldest first. */
export interface CartView {
  readonly id: string;
  readonly lines: readonly CartLineRow[];
}

/** A cart at one moment; its version is null while it has no row. */
export interface CartNow extends CartView {
  readonly version: number | null;
}

/** The lines of a cart, in the order in which they came. */
export const cartLines = (db: SqlTx, cartId: string): PromiseLike<CartLineRow[]> =>
  db.$queryRaw<CartLineRow[]>`SELECT * FROM "CartLine" WHERE "cartId" = ${cartId} ORDER BY "addedAt", "id"`;

/** A customer's cart, and its version at the same moment: one statement. */
export async function cartNow(db: SqlTx, customerId: string): Promise<CartNow> {
  const id = cartIdOf(customerId);
  const rows = await db.$queryRaw<(CartLineRow & { version: number })[]>`
    SELECT cart."version", line.* FROM "Cart" AS cart LEFT JOIN "CartLine" AS line ON line."cartId" = cart."id"
    WHERE cart."id" = ${id} ORDER BY line."addedAt", line."id"`;
  const lines = rows.flatMap(({ version: _version, ...line }) => (line.id === null ? [] : [line]));
  return { id, version: rows[0]?.version ?? null, lines };
}

/** Carts by id: the viewer's own, which exists even when it is empty; null for anybody else's. */
export const cartLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, CartView | null>(async (ids) => {
    const own = viewer.kind === 'user' ? cartIdOf(viewer.id) : null;
    if (!own || !ids.includes(own)) return ids.map(() => null);
    const lines = await cartLines(db, own);
    return ids.map((id) => (id === own ? { id, lines } : null));
  });
