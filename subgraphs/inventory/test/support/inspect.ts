import type { Db } from '../../src/db.ts';

/** What a test looks at. */
export const inspect = (db: Db) => ({
  /** `onHand/reserved` of an item. */
  async stock(itemId: string): Promise<string | null> {
    const row = await db.stockItem.findUnique({ where: { itemId } });
    return row && `${row.onHand}/${row.reserved}`;
  },
  async hold(orderId: string) {
    const row = await db.hold.findUnique({
      where: { orderId },
      include: { lines: { orderBy: [{ itemId: 'asc' }, { locationId: 'asc' }] } },
    });
    return row && { state: row.state, lines: row.lines.map((line) => [line.itemId, line.quantity, line.state]) };
  },
  movements: (itemId: string) =>
    db.stockMovement.findMany({
      where: { itemId },
      orderBy: { position: 'asc' },
      select: { kind: true, delta: true, orderId: true, actor: true },
    }),
  told: () =>
    db.outboxEvent.findMany({ orderBy: { position: 'asc' }, select: { type: true, subject: true, payload: true } }),
  async toldTypes(): Promise<string[]> {
    const rows = await db.outboxEvent.findMany({ orderBy: { position: 'asc' }, select: { type: true } });
    return rows.map(({ type }) => type);
  },
  deadlines: () => db.deadline.findMany({ select: { kind: true, subject: true, dueAt: true } }),
  /** `location onHand/reserved` of an item, by location. */
  async levels(itemId: string): Promise<string[]> {
    const rows = await db.stockLevel.findMany({ where: { itemId }, orderBy: { locationId: 'asc' } });
    return rows.map(({ locationId, onHand, reserved }) => `${locationId} ${onHand}/${reserved}`);
  },
  /** Items or places whose books are wrong: I2, onHand against the log, totals against places. Empty when all is well. */
  wrongBooks: () => db.$queryRaw<{ itemId: string }[]>`
    SELECT level."itemId", level."locationId", level."onHand", level."reserved"
    FROM "StockLevel" AS level
    WHERE level."reserved" <> (
        SELECT coalesce(sum(line."quantity"), 0) FROM "HoldLine" AS line
        WHERE line."itemId" = level."itemId" AND line."locationId" = level."locationId" AND line."state" = 'ACTIVE')
      OR level."onHand" <> (
        SELECT coalesce(sum(log."delta"), 0) FROM "StockMovement" AS log
        WHERE log."itemId" = level."itemId" AND log."locationId" = level."locationId")
      OR level."onHand" < 0 OR level."reserved" < 0
    UNION ALL
    SELECT item."itemId", 'in all', item."onHand", item."reserved"
    FROM "StockItem" AS item
    WHERE (item."onHand", item."reserved") <> (
        SELECT coalesce(sum(level."onHand"), 0), coalesce(sum(level."reserved"), 0) FROM "StockLevel" AS level
        WHERE level."itemId" = item."itemId")
    UNION ALL
    SELECT line."itemId", hold."orderId", 0, line."quantity"
    FROM "Hold" AS hold JOIN "HoldLine" AS line USING ("orderId")
    WHERE line."state" = 'ACTIVE' AND hold."state" <> 'ACTIVE'`,
});
