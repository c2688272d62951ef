import { LostRace } from '@app/kernel/work';
import type { StockWork } from '../context.ts';
import { type HoldLineRow, type HoldState, Prisma } from '../db.ts';
import { type LineMove, lineMoves } from '../domain/hold.lifecycle.ts';
import { mergeLines } from '../domain/stock.ts';
import { itemsOf } from './hold.rows.ts';
import { lockItems } from './stock.rows.ts';
import { tellAvailability } from './tell-availability.ts';

/** How lines of a promise move, and what becomes of the promise with them. */
export interface LinesMove {
  readonly name: LineMove;
  readonly reason: string;
  /** Left out: the promise stays what it is. */
  readonly hold?: HoldState;
}

/**
 * Takes lines of one promise, whose row is locked, along one row of their table: lines, promise, stock, movement log and
 * what was told so far, in one statement. The state they come from is part of it, so units move once, however often it is
 * asked.
 */
export async function moveLines(work: StockWork, lines: readonly HoldLineRow[], move: LinesMove): Promise<void> {
  const [first] = lines;
  if (!first) return;
  const { orderId } = first;
  const itemIds = itemsOf(lines);
  const items = await lockItems(work.tx, itemIds);
  const { onHand, reserved, from } = lineMoves[move.name];
  for (const { itemId, quantity } of mergeLines(lines)) {
    const item = items.get(itemId);
    if (item) tellAvailability(work, item, (onHand - reserved) * quantity);
  }
  const moved = await write(work, { orderId, itemIds, move });
  if (moved !== lines.length) throw new LostRace(`lines of ${orderId} were not ${from}`);
}

async function write(
  { tx, viewer, now, telling }: StockWork,
  { orderId, itemIds, move }: { orderId: string; itemIds: string[]; move: LinesMove },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ moved: number }[]>`
    WITH ${telling()},
    ${movedBy({ viewer, now }, orderId, { ...move, which: Prisma.sql`= ANY(${itemIds}::text[])` })}
    SELECT count(*)::int AS "moved" FROM level`;
  return row?.moved ?? 0;
}

/**
 * Such a move as expressions of a statement, `line`, `level`, `logged` and `promise`. `which` items: whoever writes this has
 * locked them. One `level` for each line that moved.
 */
export function movedBy(
  { viewer, now }: Pick<StockWork, 'viewer' | 'now'>,
  orderId: string,
  { name, reason, hold, which }: LinesMove & { which: Prisma.Sql },
): Prisma.Sql {
  const { from, to, onHand, reserved, log } = lineMoves[name];
  return Prisma.sql`
    line AS (
      UPDATE "HoldLine" SET "state" = ${to}::"HoldLineState"
      WHERE "orderId" = ${orderId} AND "itemId" ${which} AND "state" = ${from}::"HoldLineState"
      RETURNING "itemId", "variantId", "locationId", "quantity"),
    level AS (
      UPDATE "StockLevel" AS level SET
        "onHand" = level."onHand" + ${onHand}::int * line."quantity",
        "reserved" = level."reserved" + ${reserved}::int * line."quantity"
      FROM line WHERE level."itemId" = line."itemId" AND level."variantId" = line."variantId"
        AND level."locationId" = line."locationId"
      RETURNING line.*),
    logged AS (
      INSERT INTO "StockMovement"
        ("itemId", "variantId", "locationId", "kind", "delta", "reason", "orderId", "actor", "at")
      SELECT "itemId", "variantId", "locationId", ${log}::"MovementKind", ${onHand}::int * "quantity", ${reason},
        ${orderId}, ${viewer.id}, ${now}::timestamptz
      FROM level WHERE ${log}::text IS NOT NULL),
    promise AS (
      UPDATE "Hold" SET "state" = ${hold ?? null}::"HoldState"
      WHERE "orderId" = ${orderId} AND ${hold ?? null}::text IS NOT NULL)`;
}
