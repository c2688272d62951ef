import type { StockItemRow, Tx } from '../db.ts';
import type { Level } from '../domain/allocation.ts';

/**
 * Locks the tracked items among these, sorted, so that no two units of work can wait for each other in a circle.
 * Whatever changes stock comes through here first: an item's levels are its lock holder's to change.
 */
export async function lockItems(tx: Tx, itemIds: readonly string[]): Promise<Map<string, StockItemRow>> {
  const rows = await tx.$queryRaw<StockItemRow[]>`
    SELECT * FROM "StockItem" WHERE "tracked" AND "itemId" = ANY(${itemIds}::text[])
    ORDER BY "itemId" FOR UPDATE`;
  return new Map(rows.map((row) => [row.itemId, row]));
}

/**
 * The same, and those that are not tracked as well; nobody waits for these. Of one customer's wishes at the same moment,
 * the second waits for the first, so that what they have is counted by one at a time: that lock is taken before any item.
 */
export async function lockForCustomer(
  tx: Tx,
  itemIds: readonly string[],
  customerId: string,
): Promise<Map<string, StockItemRow>> {
  const rows = await tx.$queryRaw<StockItemRow[]>`
    WITH tracked AS (
      SELECT * FROM "StockItem"
      WHERE "tracked" AND "itemId" = ANY(${itemIds}::text[])
        AND (SELECT pg_advisory_xact_lock(hashtextextended(${customerId}, 0)) IS NOT NULL)
      ORDER BY "itemId" FOR UPDATE)
    SELECT * FROM tracked
    UNION ALL
    SELECT * FROM "StockItem" WHERE NOT "tracked" AND "itemId" = ANY(${itemIds}::text[])`;
  return new Map(rows.map((row) => [row.itemId, row]));
}

/** Locks these items, and answers with those that are not tracked as well. */
export async function lockAll(tx: Tx, itemIds: readonly string[]): Promise<Map<string, StockItemRow>> {
  const rows = await tx.$queryRaw<StockItemRow[]>`
    SELECT * FROM "StockItem" WHERE "itemId" = ANY(${itemIds}::text[]) ORDER BY "itemId" FOR UPDATE`;
  return new Map(rows.map((row) => [row.itemId, row]));
}

/** A location of an item's business, and what of the item is there; `kept`: something was, once. */
export type PlaceRow = Level & { readonly kept: boolean };

/** Every location that these items could be at, in the order in which they are taken from. Their items are locked. */
export const placesOf = (tx: Tx, itemIds: readonly string[]): Promise<PlaceRow[]> =>
  tx.$queryRaw<PlaceRow[]>`
    SELECT item."itemId", '' AS "variantId", location."id" AS "locationId", level."itemId" IS NOT NULL AS "kept",
      coalesce(level."onHand", 0) AS "onHand", coalesce(level."reserved", 0) AS "reserved"
    FROM "StockItem" AS item
    JOIN "StockLocation" AS location ON location."businessId" = item."businessId"
    LEFT JOIN "StockLevel" AS level
      ON level."itemId" = item."itemId" AND level."variantId" = '' AND level."locationId" = location."id"
    WHERE item."itemId" = ANY(${itemIds}::text[])
    ORDER BY item."itemId", location."position", location."createdAt", location."id"`;
