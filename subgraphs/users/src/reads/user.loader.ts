import { hasRole, type Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { Db, UserRow } from '../db.ts';

/** Accounts by id, one query a tick. Null for everybody but their owner and admins, so no resolver can forget to ask. */
export const userLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, UserRow | null>(async (ids) => {
    const readable = ids.filter((id) => hasRole(viewer, 'ADMIN') || (viewer.kind === 'user' && viewer.id === id));
    if (readable.length === 0) return ids.map(() => null);
    const rows = await db.user.findMany({ where: { id: { in: readable } } });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
