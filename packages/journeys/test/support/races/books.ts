import pg from 'pg';
import { eventually } from '../../../src/client.ts';

type Wrong = { what: string };

/** What must never be found in a domain's database, as queries that find it. */
const NEVER: Readonly<Record<string, readonly string[]>> = {
  inventory: [
    `SELECT 'oversold ' || "itemId" AS what FROM "StockItem" WHERE "onHand" < "reserved" OR "reserved" < 0`,
    `SELECT 'reserved is not what is promised: ' || item."itemId" AS what FROM "StockItem" AS item
     WHERE item."reserved" <> (SELECT coalesce(sum("quantity"), 0) FROM "HoldLine" AS line
                               WHERE line."itemId" = item."itemId" AND line."state" = 'ACTIVE')`,
    `SELECT 'on hand is not what moved: ' || item."itemId" AS what FROM "StockItem" AS item
     WHERE item."tracked" AND item."onHand" <> (SELECT coalesce(sum("delta"), 0) FROM "StockMovement" AS movement
                                                WHERE movement."itemId" = item."itemId")`,
  ],
  orders: [
    `SELECT 'steps with gaps: ' || "id" AS what FROM "Order"
     WHERE "lastSequence" <> (SELECT count(*) FROM "OrderStep" WHERE "orderId" = "Order"."id")`,
    `SELECT 'an order without its checkout: ' || o."id" AS what FROM "Order" AS o
     WHERE NOT EXISTS (SELECT FROM "Checkout" WHERE "orderId" = o."id" AND "state" = 'DONE')`,
    `SELECT 'a checkout done without its order: ' || c."id" AS what FROM "Checkout" AS c
     WHERE c."state" = 'DONE' AND NOT EXISTS (SELECT FROM "Order" WHERE "id" = c."orderId")`,
  ],
  payments: [
    `SELECT 'an entry that does not sum to zero: ' || "entryId" AS what FROM "LedgerLine"
     GROUP BY "entryId", "currency" HAVING sum("amountMinor") <> 0`,
    `SELECT 'refunded more than captured: ' || "id" AS what FROM "Payment"
     WHERE "refundedMinor" > "amountMinor" OR ("capturedAt" IS NULL AND "refundedMinor" > 0)`,
    `SELECT 'a negative wallet of ' || "customerId" AS what FROM "Wallet" WHERE "balanceMinor" < 0`,
  ],
};

/** What is on its way in a domain and will change something yet. */
const UNDER_WAY: Readonly<Record<string, string>> = {
  inventory: `SELECT count(*)::int AS n FROM "OutboxEvent" WHERE "publishedAt" IS NULL`,
  orders: `SELECT ((SELECT count(*) FROM "OutboxEvent" WHERE "publishedAt" IS NULL)
    + (SELECT count(*) FROM "Checkout" WHERE "state" = 'STARTED'))::int AS n`,
  payments: `SELECT ((SELECT count(*) FROM "OutboxEvent" WHERE "publishedAt" IS NULL)
    + (SELECT count(*) FROM "Refund" WHERE "state" = 'PENDING'))::int AS n`,
};

/** The databases behind the product, for what no client is shown. */
export async function openBooks(environment: Readonly<Record<string, string>>) {
  const clients = new Map<string, pg.Client>();
  for (const domain of Object.keys(NEVER)) {
    const client = new pg.Client(environment[`${domain.toUpperCase()}_DATABASE_URL`]);
    // The stack may be gone before this is closed.
    client.on('error', () => {});
    await client.connect();
    clients.set(domain, client);
  }
  const rows = async <Row extends pg.QueryResultRow>(domain: string, sql: string, values: unknown[] = []) =>
    (await clients.get(domain)?.query<Row>(sql, values))?.rows ?? [];
  const wrong = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const [domain, queries] of Object.entries(NEVER))
      for (const sql of queries) found.push(...(await rows<Wrong>(domain, sql)).map(({ what }) => what));
    return found;
  };
  const isUnderWay = async (): Promise<boolean> => {
    for (const [domain, sql] of Object.entries(UNDER_WAY))
      if ((await rows<{ n: number }>(domain, sql))[0]?.n !== 0) return true;
    return false;
  };
  return {
    rows,
    /** How often PostgreSQL had to break a circle of waiting in these domains so far; its figures come a second late. */
    async deadlocks(...domains: string[]): Promise<number> {
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      const sql = 'SELECT "deadlocks"::int AS n FROM pg_stat_database WHERE datname = current_database()';
      const counts = await Promise.all(
        domains.map(async (domain) => (await rows<{ n: number }>(domain, sql))[0]?.n ?? -1),
      );
      return counts.reduce((sum, n) => sum + n, 0);
    },
    /** Waits until nothing is on its way any more. Throws what is wrong then, if anything is. */
    async settle(): Promise<void> {
      await eventually(async () => !(await isUnderWay()), 'nothing is on its way', 120_000);
      const found = await wrong();
      if (found.length > 0) throw new Error(found.join('\n'));
    },
    close: async () => void (await Promise.all([...clients.values()].map((client) => client.end()))),
  };
}

/** The databases behind the product. */
export type Books = Awaited<ReturnType<typeof openBooks>>;
