import { publicError } from '@app/kernel/errors';
import type { SqlTx } from '@app/kernel/work';

/** What could be promised of one tracked item. */
export interface StockLevelRow {
  readonly itemId: string;
  readonly available: number;
}

const MOST_ITEMS = 1_000;
const MOST_ORDERS = 100;

/**
 * Levels of the tracked ones among these items, for carts; what is promised to `ownOrderIds` counts as free, since it is
 * promised to whoever asks. Throws BAD_USER_INPUT above 1,000 items or 100 orders.
 */
export const stockLevels =
  (db: SqlTx) =>
  async (itemIds: readonly string[], ownOrderIds: readonly string[] = []): Promise<StockLevelRow[]> => {
    if (itemIds.length > MOST_ITEMS) throw publicError('BAD_USER_INPUT', `At most ${MOST_ITEMS} items at once.`);
    if (ownOrderIds.length > MOST_ORDERS) throw publicError('BAD_USER_INPUT', `At most ${MOST_ORDERS} orders at once.`);
    const known = withoutNul(itemIds);
    const own = withoutNul(ownOrderIds);
    if (own.length === 0)
      return db.$queryRaw<StockLevelRow[]>`
        SELECT "itemId", "onHand" - "reserved" AS "available" FROM "StockItem"
        WHERE "tracked" AND "itemId" = ANY(${known}::text[])
        ORDER BY "itemId"`;
    return db.$queryRaw<StockLevelRow[]>`
      SELECT item."itemId", (item."onHand" - item."reserved" + coalesce((
        SELECT sum(line."quantity") FROM "HoldLine" AS line
        WHERE line."orderId" = ANY(${own}::text[]) AND line."itemId" = item."itemId" AND line."state" = 'ACTIVE'), 0)
      )::int AS "available"
      FROM "StockItem" AS item
      WHERE item."tracked" AND item."itemId" = ANY(${known}::text[])
      ORDER BY item."itemId"`;
  };

const withoutNul = (ids: readonly string[]): string[] => ids.filter((id) => !id.includes('\0'));
