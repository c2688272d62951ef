import { ok, type Refusal, type Result, refuse } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { StockCommand, StockWork } from '../context.ts';
import type { HoldRow, StockItemRow } from '../db.ts';
import type { HoldTerms } from '../domain/hold.lifecycle.ts';
import { judge, type Line, mergeLines } from '../domain/stock.ts';
import { holdShape } from '../inputs.ts';
import { fingerprint, invalid } from './refusals.ts';
import { lockTracked } from './stock.rows.ts';
import { tellAvailability } from './tell-availability.ts';

/** The deadline under which a promise ends. */
export const EXPIRE_HOLD = 'inventory.expire-hold';

/** What an order asks for, and how long it may have it. */
export interface HoldStock {
  readonly wish: { readonly orderId: string; readonly customerId: string; readonly lines: readonly Line[] };
  readonly terms: HoldTerms;
}

/** A promise, or none because no line is tracked. */
export interface Held {
  readonly expiresAt: Date | null;
}

export type HoldRefusal = 'INVALID_INPUT' | 'ITEM_NOT_FOUND' | 'OUT_OF_STOCK' | 'IDEMPOTENCY_CONFLICT' | 'HOLD_ENDED';

/** A no for want of stock, with the items that were short. */
export interface OutOfStock extends Refusal<'OUT_OF_STOCK'> {
  readonly shortItemIds: readonly string[];
}

/** Promises all lines to one order, or none (I2). The same order again gets the same answer. */
export const holdStock: StockCommand<HoldStock, Held, HoldRefusal> = async (work, { wish, terms }) => {
  const read = holdShape.safeParse(wish);
  if (!read.success) return invalid(read.error);
  const { orderId, customerId } = read.data;
  const lines = mergeLines(read.data.lines);
  const wishHash = fingerprint({ customerId, lines });

  const itemIds = lines.map(({ itemId }) => itemId);
  const items = await lockTracked(work.tx, itemIds);
  // After the lock: of the same order twice at once, the second has to find the first one's answer, not its stock gone.
  const earlier = await work.tx.hold.findUnique({ where: { orderId } });
  if (earlier) return again(earlier, wishHash);

  const { unknown, short, tracked } = judge(lines, items);
  if (unknown.length > 0) return refuse('ITEM_NOT_FOUND', `Nothing is known of ${unknown.join(', ')}.`);
  if (short.length > 0) return outOfStock(short);
  if (tracked.length === 0) return ok({ expiresAt: null });

  const expiresAt = new Date(work.now.getTime() + terms.seconds * 1_000);
  await promise(work, { orderId, customerId, wishHash, expiresAt, lines: tracked });
  work.schedule(EXPIRE_HOLD, orderId, new Date(expiresAt.getTime() + terms.graceSeconds * 1_000));
  work.emit('stock.held', orderId, { orderId, expiresAt: expiresAt.toISOString() });
  tellTaken(work, tracked, items);
  return ok({ expiresAt });
};

/** What the same order was answered before. */
function again(hold: HoldRow, wishHash: string): Result<Held, HoldRefusal> {
  if (hold.state === 'RELEASED' || hold.state === 'EXPIRED')
    return refuse('HOLD_ENDED', `The promise to this order is ${hold.state}.`);
  if (hold.wishHash !== wishHash)
    return refuse('IDEMPOTENCY_CONFLICT', 'This order was promised something else before.');
  return ok({ expiresAt: hold.expiresAt });
}

const outOfStock = (shortItemIds: readonly string[]): OutOfStock => ({
  ...refuse('OUT_OF_STOCK', `Not enough is left of ${shortItemIds.join(', ')}.`),
  shortItemIds,
});

interface Promised {
  readonly orderId: string;
  readonly customerId: string;
  readonly wishHash: string;
  readonly expiresAt: Date;
  readonly lines: readonly Line[];
}

/** Writes promise, lines and what they reserve. One statement, and each line has its own condition beside the lock. */
async function promise({ tx, now }: StockWork, { lines, ...hold }: Promised): Promise<void> {
  const promised = await tx.$executeRaw`
    WITH line AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(lines)}::json) AS line("itemId" text, "quantity" int)),
    taken AS (
      UPDATE "StockItem" SET "reserved" = "StockItem"."reserved" + line."quantity"
      FROM line WHERE "StockItem"."itemId" = line."itemId" AND "StockItem"."tracked"
        AND "StockItem"."onHand" - "StockItem"."reserved" >= line."quantity"
      RETURNING "StockItem"."itemId", line."quantity"),
    hold AS (
      INSERT INTO "Hold" ("orderId", "customerId", "wishHash", "state", "expiresAt", "createdAt")
      VALUES (${hold.orderId}, ${hold.customerId}, ${hold.wishHash}, 'ACTIVE', ${hold.expiresAt}::timestamptz, ${now}::timestamptz)
      ON CONFLICT DO NOTHING RETURNING "orderId")
    INSERT INTO "HoldLine" ("orderId", "itemId", "quantity", "state")
    SELECT hold."orderId", taken."itemId", taken."quantity", 'ACTIVE' FROM hold, taken`;
  // The same order twice at the same moment, and this one was second: start again, and find the other's answer.
  if (promised !== lines.length) throw new LostRace(`hold of ${hold.orderId}`);
}

function tellTaken(work: StockWork, lines: readonly Line[], items: ReadonlyMap<string, StockItemRow>): void {
  for (const { itemId, quantity } of lines) {
    const item = items.get(itemId);
    if (item) tellAvailability(work, { ...item, reserved: item.reserved + quantity }, -quantity);
  }
}
