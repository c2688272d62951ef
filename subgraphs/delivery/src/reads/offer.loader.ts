import { hasRole, type Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { Db, OfferRow } from '../db.ts';
import { inOrder } from './delivery.loader.ts';

/** Offers, for the courier they are made to and nobody else. */
export function offerLoaders(db: Db, viewer: Viewer) {
  const courierUserId = viewer.id;
  return {
    byId: new DataLoader<string, OfferRow | null>(async (ids) => {
      if (viewer.kind !== 'user') return ids.map(() => null);
      const rows = await db.deliveryOffer.findMany({ where: { id: { in: [...ids] }, courierUserId } });
      return inOrder(ids, rows, ({ id }) => id);
    }),
    /** Those the signed-in courier can still take, oldest first; null for who is no courier. */
    open: async (): Promise<OfferRow[] | null> => {
      if (!hasRole(viewer, 'COURIER')) return null;
      return db.deliveryOffer.findMany({
        where: { courierUserId, state: 'OPEN', expiresAt: { gt: new Date() } },
        orderBy: { id: 'asc' },
      });
    },
  };
}
