import type { StockItemRow, Tx } from '../db.ts';

/**
 * Locks the tracked items among these, sorted, so that no two units of work can wait for each other in a circle.
 * Whatever changes stock of more than one item comes through here first.
 */
export async function lockItems(tx: Tx, itemIds: readonly string[]): Promise<Map<string, StockItemRow>> {
  const rows = await tx.$queryRaw<StockItemRow[]>`
    SELECT "itemId", "businessId", "tracked", "onHand", "reserved" FROM "StockItem"
    WHERE "tracked" AND "itemId" = ANY(${itemIds}::text[])
    ORDER BY "itemId" FOR UPDATE`;
  return new Map(rows.map((row) => [row.itemId, row]));
}

/** The same, and those that are not tracked as well; nobody waits for these. */
export async function lockTracked(tx: Tx, itemIds: readonly string[]): Promise<Map<string, StockItemRow>> {
  const rows = await tx.$queryRaw<StockItemRow[]>`
    WITH tracked AS (
      SELECT "itemId", "businessId", "tracked", "onHand", "reserved" FROM "StockItem"
      WHERE "tracked" AND "itemId" = ANY(${itemIds}::text[])
      ORDER BY "itemId" FOR UPDATE)
    SELECT * FROM tracked
    UNION ALL
    SELECT "itemId", "businessId", "tracked", "onHand", "reserved" FROM "StockItem"
    WHERE NOT "tracked" AND "itemId" = ANY(${itemIds}::text[])`;
  return new Map(rows.map((row) => [row.itemId, row]));
}
