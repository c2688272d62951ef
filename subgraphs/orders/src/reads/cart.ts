import type { Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { CartLineRow, Db } from '../db.ts';
import { cartIdOf } from '../domain/cart.ts';

/** A customer's cart with its lines, oldest first. */
export interface CartView {
  readonly id: string;
  readonly lines: readonly CartLineRow[];
}

/** Carts by id: the viewer's own, which exists even when it is empty; null for anybody else's. */
export const cartLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, CartView | null>(async (ids) => {
    const own = viewer.kind === 'user' ? cartIdOf(viewer.id) : null;
    if (!own || !ids.includes(own)) return ids.map(() => null);
    const lines = await db.cartLine.findMany({ where: { cartId: own }, orderBy: [{ addedAt: 'asc' }, { id: 'asc' }] });
    return ids.map((id) => (id === own ? { id, lines } : null));
  });
