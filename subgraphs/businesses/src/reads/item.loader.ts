import { toMoney } from '@app/kernel/money';
import type { Viewer } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import type { Db, ItemRow } from '../db.ts';
import { mayReadItem } from '../domain/access.ts';
import { isAvailable } from '../domain/availability.ts';
import { itemColumns } from './business.sql.ts';
import type { Recent } from './recent.ts';

/** An item as it is shown, worked out once however often a kept menu is shown. */
export interface ShownItem extends ItemRow {
  readonly price: ReturnType<typeof toMoney>;
  readonly available: boolean;
}

const shown = (row: ItemRow): ShownItem => ({
  ...row,
  price: toMoney(row.priceMinor, row.currency),
  available: isAvailable(row),
});

/** Items by id, one statement a tick. Null for what this viewer may not see. */
export const itemLoader = (db: Db, viewer: Viewer) =>
  new DataLoader<string, ShownItem | null>(async (ids) => {
    const rows = await db.$queryRaw<ItemRow[]>`
      SELECT ${itemColumns} FROM "MenuItem" i JOIN "Business" b ON b."id" = i."businessId"
      WHERE i."id" = ANY(${[...ids]})`;
    const readable = new Map(rows.filter((row) => mayReadItem(viewer, row)).map((row) => [row.id, shown(row)]));
    return ids.map((id) => readable.get(id) ?? null);
  });

/** The menus of a process's last moment, the same for everybody. */
export type RecentMenus = Recent<ShownItem[]>;

/**
 * Menus by business, visible items in the business's order: what was read a moment ago as it was, the rest in one statement
 * a tick. Asked only for a business that one may see.
 */
export const menuLoader = (db: Db, menus: RecentMenus) =>
  new DataLoader<string, ShownItem[]>(async (businessIds) => {
    const known = new Map(businessIds.map((id) => [id, menus.get(id)]));
    const missing = businessIds.filter((id) => !known.get(id));
    if (missing.length > 0) {
      for (const [id, menu] of await readMenus(db, missing)) {
        menus.set(id, menu);
        known.set(id, menu);
      }
    }
    return businessIds.map((id) => known.get(id) ?? []);
  });

async function readMenus(db: Db, businessIds: readonly string[]): Promise<Map<string, ShownItem[]>> {
  const rows = await db.$queryRaw<ItemRow[]>`
    SELECT ${itemColumns} FROM "MenuItem" i JOIN "Business" b ON b."id" = i."businessId"
    WHERE i."businessId" = ANY(${[...businessIds]}) AND i."visible"
    ORDER BY i."businessId", i."position", i."id"`;
  const menus = new Map(businessIds.map((id) => [id, [] as ShownItem[]]));
  for (const row of rows) menus.get(row.businessId)?.push(shown(row));
  return menus;
}
