import type { Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { Db, ItemRow } from '../db.ts';
import { mayReadItem } from '../domain/access.ts';
import { itemColumns } from './business.sql.ts';

/** Items by id, one statement a tick. Null for what this viewer may not see. */
export const itemLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, ItemRow | null>(async (ids) => {
    const rows = await db.$queryRaw<ItemRow[]>`
      SELECT ${itemColumns} FROM "MenuItem" i JOIN "Business" b ON b."id" = i."businessId"
      WHERE i."id" = ANY(${[...ids]})`;
    const readable = new Map(rows.filter((row) => mayReadItem(viewer, row)).map((row) => [row.id, row]));
    return ids.map((id) => readable.get(id) ?? null);
  });

/** Menus by business, visible items in the business's order, one statement a tick. Asked only for a business one may see. */
export const menuLoader = (db: Db) =>
  new DataLoader<string, ItemRow[]>(async (businessIds) => {
    const rows = await db.$queryRaw<ItemRow[]>`
      SELECT ${itemColumns} FROM "MenuItem" i JOIN "Business" b ON b."id" = i."businessId"
      WHERE i."businessId" = ANY(${[...businessIds]}) AND i."visible"
      ORDER BY i."businessId", i."position", i."id"`;
    const menus = new Map(businessIds.map((id) => [id, [] as ItemRow[]]));
    for (const row of rows) menus.get(row.businessId)?.push(row);
    return businessIds.map((id) => menus.get(id) ?? []);
  });
