import { LostRace } from '@app/kernel/work';
import type { StockWork } from '../context.ts';
import type { Part } from '../domain/allocation.ts';

/** A promise that is to be written. */
export interface NewPromise {
  readonly orderId: string;
  readonly customerId: string;
  readonly wishHash: string;
  readonly expiresAt: Date;
  readonly parts: readonly Part[];
}

/** Writes promise, lines, what they reserve and what was told. One statement, and each line has its own condition beside the lock. */
export async function writePromise({ tx, now, telling }: StockWork, { parts, ...hold }: NewPromise): Promise<void> {
  const promised = await tx.$executeRaw`
    WITH ${telling()},
    part AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(parts)}::json)
        AS part("itemId" text, "variantId" text, "locationId" text, "quantity" int)),
    taken AS (
      UPDATE "StockLevel" AS level SET "reserved" = level."reserved" + part."quantity"
      FROM part WHERE level."itemId" = part."itemId" AND level."variantId" = part."variantId"
        AND level."locationId" = part."locationId" AND level."onHand" - level."reserved" >= part."quantity"
      RETURNING part.*),
    hold AS (
      INSERT INTO "Hold" ("orderId", "customerId", "wishHash", "state", "expiresAt", "createdAt")
      VALUES (${hold.orderId}, ${hold.customerId}, ${hold.wishHash}, 'ACTIVE', ${hold.expiresAt}::timestamptz, ${now}::timestamptz)
      ON CONFLICT DO NOTHING RETURNING "orderId")
    INSERT INTO "HoldLine" ("orderId", "itemId", "variantId", "locationId", "quantity", "state")
    SELECT hold."orderId", taken."itemId", taken."variantId", taken."locationId", taken."quantity", 'ACTIVE'
    FROM hold, taken`;
  // The same order twice at the same moment, and this one was second: start again, and find the other's answer.
  if (promised !== parts.length) throw new LostRace(`hold of ${hold.orderId}`);
}

/** Says anew from where the units of a promise that has run out are to come. */
export async function rewriteExpiredLines({ tx }: StockWork, orderId: string, parts: readonly Part[]): Promise<void> {
  await tx.holdLine.deleteMany({ where: { orderId, state: 'EXPIRED' } });
  await tx.holdLine.createMany({ data: parts.map((part) => ({ ...part, orderId, state: 'EXPIRED' })) });
}
