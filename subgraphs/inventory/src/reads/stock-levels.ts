import { publicError } from '@app/kernel/errors';
import type { Db } from '../db.ts';

/** What could be promised of one tracked item. */
export interface StockLevelRow {
  readonly itemId: string;
  readonly available: number;
}

const MOST_ITEMS = 1_000;

/** Levels of the tracked ones among these items, for carts. Throws BAD_USER_INPUT above 1,000 of them. */
export const stockLevels =
  (db: Db) =>
  async (itemIds: readonly string[]): Promise<StockLevelRow[]> => {
    if (itemIds.length > MOST_ITEMS) throw publicError('BAD_USER_INPUT', `At most ${MOST_ITEMS} items at once.`);
    const known = itemIds.filter((itemId) => !itemId.includes('\0'));
    return db.$queryRaw<StockLevelRow[]>`
      SELECT "itemId", "onHand" - "reserved" AS "available" FROM "StockItem"
      WHERE "tracked" AND "itemId" = ANY(${known}::text[])
      ORDER BY "itemId"`;
  };
