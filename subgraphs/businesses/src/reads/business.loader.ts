import type { Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { BusinessRow, Db } from '../db.ts';
import { mayReadBusiness } from '../domain/access.ts';
import { businessColumns } from './business.sql.ts';

/** Businesses by id, one statement a tick. Null for what this viewer may not see. */
export const businessLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, BusinessRow | null>(async (ids) => {
    const rows = await db.$queryRaw<BusinessRow[]>`
      SELECT ${businessColumns} FROM "Business" b WHERE b."id" = ANY(${[...ids]})`;
    const readable = new Map(rows.filter((row) => mayReadBusiness(viewer, row)).map((row) => [row.id, row]));
    return ids.map((id) => readable.get(id) ?? null);
  });
