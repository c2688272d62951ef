import type { HoldLineRow, HoldRow, HoldState, Tx } from '../db.ts';
import type { Level } from '../domain/allocation.ts';
import type { OpenPromises } from '../domain/hold.limits.ts';

/** An order's promise that nobody else can change before this transaction ends. */
export interface LockedHold extends HoldRow {
  readonly lines: readonly HoldLineRow[];
}

/** Locks an order's promise; null when it has none. Always taken before any stock. */
export async function lockHold(tx: Tx, orderId: string): Promise<LockedHold | null> {
  const [hold] = await tx.$queryRaw<HoldRow[]>`SELECT * FROM "Hold" WHERE "orderId" = ${orderId} FOR UPDATE`;
  return hold ? withLines(tx, hold) : null;
}

/** The same, but answers `busy` instead of waiting. */
export async function tryLockHold(tx: Tx, orderId: string): Promise<LockedHold | 'busy' | null> {
  const [hold] = await tx.$queryRaw<HoldRow[]>`
    SELECT * FROM "Hold" WHERE "orderId" = ${orderId} FOR UPDATE SKIP LOCKED`;
  if (hold) return withLines(tx, hold);
  return (await tx.hold.count({ where: { orderId } })) > 0 ? 'busy' : null;
}

// A statement of its own: it has to see what whoever held the lock before us has written.
const withLines = async (tx: Tx, hold: HoldRow): Promise<LockedHold> => ({
  ...hold,
  lines: await tx.$queryRaw<HoldLineRow[]>`
    SELECT * FROM "HoldLine" WHERE "orderId" = ${hold.orderId} ORDER BY "itemId", "locationId"`,
});

/** Writes a promise's state, where no lines move with it. Its row is locked. */
export const setHoldState = (tx: Tx, orderId: string, state: HoldState) =>
  tx.$executeRaw`UPDATE "Hold" SET "state" = ${state}::"HoldState" WHERE "orderId" = ${orderId}`;

/** The items of some lines, each once. */
export const itemsOf = (lines: readonly { readonly itemId: string }[]): string[] => [
  ...new Set(lines.map(({ itemId }) => itemId)),
];

/** How things stand for a customer who asks for a promise: what the same order was answered, what they have, what there is. */
export interface Standing {
  readonly earlier: Pick<HoldRow, 'state' | 'wishHash' | 'expiresAt'> | null;
  readonly open: OpenPromises;
  /** In the order in which they are taken from. */
  readonly levels: readonly Level[];
}

/** Reads all of it in one statement. After the locks: what is counted here cannot change before this transaction ends. */
export async function standingOf(
  tx: Tx,
  asked: { orderId: string; customerId: string; insteadOf: string | null; itemIds: readonly string[] },
): Promise<Standing> {
  const [row] = await tx.$queryRaw<
    (NonNullable<Standing['earlier']> & {
      promises: number;
      units: Record<string, number> | null;
      levels: Level[] | null;
    })[]
  >`
    SELECT hold."state", hold."wishHash", hold."expiresAt",
      (SELECT count(*) FROM "Hold"
       WHERE "customerId" = ${asked.customerId} AND "state" = 'ACTIVE' AND "orderId" IS DISTINCT FROM ${asked.insteadOf}
      )::int AS "promises",
      (SELECT json_object_agg(open."itemId", open."units") FROM (
         SELECT line."itemId", sum(line."quantity") AS "units"
         FROM "Hold" AS mine JOIN "HoldLine" AS line USING ("orderId")
         WHERE mine."customerId" = ${asked.customerId} AND mine."state" = 'ACTIVE' AND line."state" = 'ACTIVE'
           AND "orderId" IS DISTINCT FROM ${asked.insteadOf}
         GROUP BY line."itemId") AS open) AS "units",
      (SELECT json_agg(json_build_object('itemId', level."itemId", 'variantId', level."variantId",
           'locationId', level."locationId", 'onHand', level."onHand", 'reserved', level."reserved")
         ORDER BY location."position", location."createdAt", location."id")
       FROM "StockLevel" AS level JOIN "StockLocation" AS location ON location."id" = level."locationId"
       WHERE level."itemId" = ANY(${asked.itemIds}::text[])) AS "levels"
    FROM (VALUES (true)) AS always LEFT JOIN "Hold" AS hold ON hold."orderId" = ${asked.orderId}`;
  return {
    earlier: row?.state ? row : null,
    open: { promises: row?.promises ?? 0, units: row?.units ?? {} },
    levels: row?.levels ?? [],
  };
}
