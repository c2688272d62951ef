import { LostRace } from '@app/kernel/work';
import type { StockWork } from '../context.ts';
import type { HoldLineRow } from '../db.ts';
import { type LineMove, lineMoves } from '../domain/hold.lifecycle.ts';
import { mergeLines } from '../domain/stock.ts';
import { itemsOf } from './hold.rows.ts';
import { lockItems } from './stock.rows.ts';
import { tellAvailability } from './tell-availability.ts';

/**
 * Takes lines of one promise, whose row is locked, along one row of their table: lines, stock and movement log in one
 * statement. The state they come from is part of it, so units move once, however often it is asked.
 */
export async function moveLines(
  work: StockWork,
  lines: readonly HoldLineRow[],
  { name, reason }: { name: LineMove; reason: string },
): Promise<void> {
  const [first] = lines;
  if (!first) return;
  const itemIds = itemsOf(lines);
  const items = await lockItems(work.tx, itemIds);
  const moved = await write(work, { orderId: first.orderId, itemIds, name, reason });
  if (moved.length !== lines.length) throw new LostRace(`lines of ${first.orderId} were not ${lineMoves[name].from}`);
  const { onHand, reserved } = lineMoves[name];
  for (const { itemId, quantity } of mergeLines(moved)) {
    const item = items.get(itemId);
    if (item) tellAvailability(work, item, (onHand - reserved) * quantity);
  }
}

type Moved = Pick<HoldLineRow, 'itemId' | 'quantity'>;

function write(
  { tx, viewer, now }: StockWork,
  { orderId, itemIds, name, reason }: { orderId: string; itemIds: string[]; name: LineMove; reason: string },
): Promise<Moved[]> {
  const { from, to, onHand, reserved, log } = lineMoves[name];
  return tx.$queryRaw<Moved[]>`
    WITH line AS (
      UPDATE "HoldLine" SET "state" = ${to}::"HoldLineState"
      WHERE "orderId" = ${orderId} AND "itemId" = ANY(${itemIds}::text[]) AND "state" = ${from}::"HoldLineState"
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
      FROM level WHERE ${log}::text IS NOT NULL)
    SELECT "itemId", "quantity" FROM level`;
}
