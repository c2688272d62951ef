import type { Db } from '../../src/db.ts';

/** What a test looks at. */
export const inspect = (db: Db) => ({
  /** `onHand/reserved` of an item. */
  async stock(itemId: string): Promise<string | null> {
    const row = await db.stockItem.findUnique({ where: { itemId } });
    return row && `${row.onHand}/${row.reserved}`;
  },
  async hold(orderId: string) {
    const row = await db.hold.findUnique({ where: { orderId }, include: { lines: { orderBy: { itemId: 'asc' } } } });
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
  /** Items whose books are wrong: I2, and onHand against the log. Empty when all is well. */
  wrongBooks: () => db.$queryRaw<{ itemId: string }[]>`
    SELECT item."itemId", item."onHand", item."reserved"
    FROM "StockItem" AS item
    WHERE item."reserved" <> (
        SELECT coalesce(sum(line."quantity"), 0) FROM "HoldLine" AS line
        WHERE line."itemId" = item."itemId" AND line."state" = 'ACTIVE')
      OR item."onHand" <> (
        SELECT coalesce(sum(log."delta"), 0) FROM "StockMovement" AS log WHERE log."itemId" = item."itemId")`,
});
