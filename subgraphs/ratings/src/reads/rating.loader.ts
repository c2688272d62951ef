import { hasRole, type Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { Db, RatingRow } from '../db.ts';

/** Single ratings: those the viewer wrote, all to admins. Others see sums, not who wrote what about which order. */
export const ratingLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, RatingRow | null>(async (ids) => {
    const rows = await db.rating.findMany({ where: { id: { in: [...ids] } } });
    const readable = rows.filter(({ customerId }) => mayRead(viewer, customerId));
    const byId = new Map(readable.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });

const mayRead = (viewer: Viewer, customerId: string): boolean =>
  (viewer.kind === 'user' && viewer.id === customerId) || hasRole(viewer, 'ADMIN');
