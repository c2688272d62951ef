import { LostRace } from '@app/kernel/work';
import type { StockWork } from '../context.ts';
import type { MovementKind } from '../db.ts';
import type { PlaceRow } from './stock.rows.ts';

/** More than this on hand of an item is a typing error. */
export const MOST_ON_HAND = 1_000_000_000;

/** Units that come to a place, or go when negative. */
export interface Change {
  readonly place: PlaceRow;
  readonly businessId: string;
  readonly delta: number;
}

/** Changes what is on hand at some places, and writes it into the log. Their items are locked, and it was asked whether it fits. */
export async function changeLevels(
  work: StockWork,
  changes: readonly Change[],
  { kind, reason }: { kind: MovementKind; reason: string },
): Promise<void> {
  if (changes.length === 0) return;
  await openLevels(work, changes);
  const { tx, viewer, now } = work;
  const rows = changes.map(({ place: { itemId, variantId, locationId }, delta }) => ({
    ...{ itemId, variantId, locationId, delta },
  }));
  const changed = await tx.$executeRaw`
    WITH change AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS change("itemId" text, "variantId" text, "locationId" text, "delta" int)),
    level AS (
      UPDATE "StockLevel" AS level SET "onHand" = level."onHand" + change."delta"
      FROM change WHERE level."itemId" = change."itemId" AND level."variantId" = change."variantId"
        AND level."locationId" = change."locationId" AND level."onHand" + change."delta" >= level."reserved"
      RETURNING change.*)
    INSERT INTO "StockMovement" ("itemId", "variantId", "locationId", "kind", "delta", "reason", "actor", "at")
    SELECT "itemId", "variantId", "locationId", ${kind}::"MovementKind", "delta", ${reason}, ${viewer.id}, ${now}::timestamptz
    FROM level`;
  if (changed !== changes.length) throw new LostRace(`levels of ${rows.map(({ itemId }) => itemId).join(', ')}`);
}

/** Places that have never had any of an item get an empty row first. */
async function openLevels({ tx }: StockWork, changes: readonly Change[]): Promise<void> {
  const missing = changes.filter(({ place }) => !place.kept);
  if (missing.length === 0) return;
  await tx.stockLevel.createMany({
    data: missing.map(({ place: { itemId, variantId, locationId }, businessId }) => ({
      ...{ itemId, variantId, locationId, businessId },
    })),
    skipDuplicates: true,
  });
}
