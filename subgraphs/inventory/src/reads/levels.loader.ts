import DataLoader from 'dataloader';
import type { Db, StockLocationRow, StockRow } from '../db.ts';

/** Units of one item at one location. */
export interface LevelRow extends StockRow {
  readonly location: StockLocationRow;
}

type Row = StockRow & StockLocationRow & { itemId: string };

/** Where items' stock is, in the order in which it is taken: one statement for all. Ask only for those that the viewer keeps. */
export const levelsLoader = (db: Db) =>
  new DataLoader<string, LevelRow[]>(async (itemIds) => {
    const rows = await db.$queryRaw<Row[]>`
      SELECT level."itemId", level."onHand", level."reserved", location."id", location."name", location."position"
      FROM "StockLevel" AS level JOIN "StockLocation" AS location ON location."id" = level."locationId"
      WHERE level."itemId" = ANY(${[...itemIds]}::text[])
      ORDER BY location."position", location."createdAt", location."id"`;
    const byItem = new Map<string, LevelRow[]>(itemIds.map((itemId) => [itemId, []]));
    for (const { itemId, onHand, reserved, ...location } of rows)
      byItem.get(itemId)?.push({ onHand, reserved, location });
    return itemIds.map((itemId) => byItem.get(itemId) ?? []);
  });
