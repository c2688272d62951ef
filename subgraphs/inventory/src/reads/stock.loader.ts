import DataLoader from 'dataloader';
import type { Db, StockRow } from '../db.ts';

/** Stock by item, one statement for all that a request asks of; null for what is not tracked. Everybody may read it. */
export const stockLoader = (db: Db) =>
  new DataLoader<string, StockRow | null>(async (itemIds) => {
    // Written out because menus are the hottest read there is, and this text is the same for any number of items.
    const rows = await db.$queryRaw<(StockRow & { itemId: string })[]>`
      SELECT "itemId", "onHand", "reserved" FROM "StockItem" WHERE "tracked" AND "itemId" = ANY(${itemIds}::text[])`;
    const byItem = new Map(rows.map(({ itemId, ...stock }) => [itemId, stock]));
    return itemIds.map((itemId) => byItem.get(itemId) ?? null);
  });
