import { ok, refuse } from '@app/kernel/result';
import type { Work } from '@app/kernel/work';
import type { HotCommand } from '../context.ts';
import { EXPIRE_HOLD } from '../domain/hold.lifecycle.ts';
import { type Line, mergeLines } from '../domain/stock.ts';
import { holdShape } from '../inputs.ts';
import type { Held, HoldStock } from './hold-stock.ts';
import { fingerprint } from './refusals.ts';

/**
 * Promises all lines to an order in one statement, so that its items are locked for no longer than that, when there is
 * nothing to think about: a first wish, within the customer's limits, each line from the first location that has all of it,
 * and no item gets low or runs out by it. LOOK_AGAIN otherwise; nothing was written then, and `holdStock` decides.
 */
export const holdAtOnce: HotCommand<HoldStock, Held, 'LOOK_AGAIN'> = async (work, { wish, terms }) => {
  const read = holdShape.safeParse(wish);
  const otherwise = refuse('LOOK_AGAIN', 'There is something to decide.');
  if (!read.success || read.data.insteadOf) return otherwise;
  const { orderId, customerId } = read.data;
  const lines = mergeLines(read.data.lines);
  const expiresAt = new Date(work.now.getTime() + terms.seconds * 1_000);
  work.schedule(EXPIRE_HOLD, orderId, new Date(expiresAt.getTime() + terms.graceSeconds * 1_000));
  work.emit('stock.held', orderId, { orderId, expiresAt: expiresAt.toISOString() });
  const wishHash = fingerprint({ customerId, lines });
  const { held, tracked, known, asked } = await write(work, { orderId, customerId, wishHash, expiresAt, lines, terms });
  if (held === 1) return ok({ expiresAt });
  return tracked === 0 && known === lines.length && !asked ? ok({ expiresAt: null }) : otherwise;
};

interface NewHold {
  readonly orderId: string;
  readonly customerId: string;
  readonly wishHash: string;
  readonly expiresAt: Date;
  /** One for each item. */
  readonly lines: readonly Line[];
  readonly terms: HoldStock['terms'];
}

/** How many were written, how many of the items are tracked and known, and whether the order has asked before. */
interface Outcome {
  readonly held: number;
  readonly tracked: number;
  readonly known: number;
  readonly asked: boolean;
}

/** Locks the customer, then the items in one order for everybody, then looks at them as they are then. */
async function write({ tx, now, telling }: Work, { lines, terms, ...hold }: NewHold): Promise<Outcome> {
  const itemIds = lines.map(({ itemId }) => itemId);
  const [outcome] = await tx.$queryRaw<Outcome[]>`
    WITH wish AS (
      SELECT wish.*, item."tracked" FROM json_to_recordset(${JSON.stringify(lines)}::json) AS wish("itemId" text, "quantity" int)
      JOIN "StockItem" AS item USING ("itemId")),
    wanted AS (SELECT * FROM wish WHERE "tracked" AND (SELECT count(*) FROM wish) = ${lines.length}::int),
    mine AS MATERIALIZED (SELECT * FROM "open_promises"(${hold.customerId}) WHERE EXISTS (SELECT FROM wanted)),
    item AS (
      SELECT * FROM "StockItem"
      WHERE "tracked" AND "itemId" = ANY(${itemIds}::text[])
        AND (SELECT "promises" FROM mine) < ${terms.promisesPerCustomer}::int
      ORDER BY "itemId" FOR UPDATE),
    place AS (
      SELECT level.*, wanted."quantity", location."position" AS "rank", location."createdAt"
      FROM wanted JOIN "StockLevel" AS level USING ("itemId")
      JOIN "StockLocation" AS location ON location."id" = level."locationId"
      WHERE (SELECT count(*) FROM item) = (SELECT count(*) FROM wanted)
      FOR UPDATE OF level),
    part AS (
      SELECT DISTINCT ON ("itemId") "itemId", "variantId", "locationId", "quantity" FROM place
      WHERE "onHand" - "reserved" >= "quantity" ORDER BY "itemId", "rank", "createdAt", "locationId"),
    fits AS (
      SELECT WHERE (SELECT count(*) FROM part) = (SELECT count(*) FROM wanted) AND EXISTS (SELECT FROM item)
        AND NOT EXISTS (
          SELECT FROM wanted JOIN item USING ("itemId") CROSS JOIN mine
          WHERE item."onHand" - item."reserved" - wanted."quantity" <= coalesce(item."lowStockThreshold", 0)
            OR coalesce((mine."units" ->> "itemId")::int, 0) + wanted."quantity"
              > coalesce(item."limitPerCustomer", ${terms.unitsPerCustomer}::int))),
    hold AS (
      INSERT INTO "Hold" ("orderId", "customerId", "wishHash", "state", "expiresAt", "createdAt")
      SELECT ${hold.orderId}, ${hold.customerId}, ${hold.wishHash}, 'ACTIVE', ${hold.expiresAt}::timestamptz, ${now}::timestamptz
      FROM fits ON CONFLICT DO NOTHING RETURNING "orderId"),
    taken AS (
      UPDATE "StockLevel" AS level SET "reserved" = level."reserved" + part."quantity"
      FROM part, hold WHERE level."itemId" = part."itemId" AND level."variantId" = part."variantId"
        AND level."locationId" = part."locationId"
      RETURNING part.*),
    line AS (
      INSERT INTO "HoldLine" ("orderId", "itemId", "variantId", "locationId", "quantity", "state")
      SELECT hold."orderId", taken."itemId", taken."variantId", taken."locationId", taken."quantity", 'ACTIVE'
      FROM hold, taken),
    ${telling('hold')}
    SELECT (SELECT count(*)::int FROM hold) AS "held", (SELECT count(*)::int FROM wish WHERE "tracked") AS "tracked",
      (SELECT count(*)::int FROM wish) AS "known",
      EXISTS (SELECT FROM "Hold" WHERE "orderId" = ${hold.orderId}) AS "asked"`;
  if (!outcome) throw new Error(`No answer about the hold of ${hold.orderId}.`);
  return outcome;
}
