import { ok, type Refusal, type Result, refuse } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { StockCommand, StockWork } from '../context.ts';
import type { HoldRow, StockItemRow } from '../db.ts';
import { allocate, withoutPromise } from '../domain/allocation.ts';
import { EXPIRE_HOLD, type HoldTerms } from '../domain/hold.lifecycle.ts';
import { type HoldLimits, type OpenPromises, tooManyFor } from '../domain/hold.limits.ts';
import { judge, type Line, mergeLines } from '../domain/stock.ts';
import { holdShape } from '../inputs.ts';
import { itemsOf, type LockedHold, lockHold, standingOf } from './hold.rows.ts';
import { writePromise } from './promise.rows.ts';
import { fingerprint, invalid } from './refusals.ts';
import { endPromise } from './release-hold.ts';
import { lockForCustomer } from './stock.rows.ts';
import { tellAvailability } from './tell-availability.ts';

/** What an order asks for, and how long it may have it. */
export interface HoldStock {
  readonly wish: {
    readonly orderId: string;
    readonly customerId: string;
    readonly lines: readonly Line[];
    /** An earlier order of the customer that was given up; its promise makes room for this one. */
    readonly insteadOf?: string | null | undefined;
  };
  readonly terms: HoldTerms;
}

/** A promise, or none because no line is tracked. */
export interface Held {
  readonly expiresAt: Date | null;
}

export type HoldRefusal =
  | 'INVALID_INPUT'
  | 'ITEM_NOT_FOUND'
  | 'OUT_OF_STOCK'
  | 'HOLD_LIMIT'
  | 'IDEMPOTENCY_CONFLICT'
  | 'HOLD_ENDED';

/** A no because it is too much, with the items it is about. */
export interface TooMuch extends Refusal<'OUT_OF_STOCK' | 'HOLD_LIMIT'> {
  readonly shortItemIds: readonly string[];
}

/** Promises all lines to one order, or none (I2). The same order again gets the same answer. */
export const holdStock: StockCommand<HoldStock, Held, HoldRefusal> = async (work, { wish, terms }) => {
  const read = holdShape.safeParse(wish);
  if (!read.success) return invalid(read.error);
  const { orderId, customerId } = read.data;
  const lines = mergeLines(read.data.lines);
  const wishHash = fingerprint({ customerId, lines });

  const givenUp = await promiseGivenUp(work, read.data);
  const freed = givenUp?.lines.filter(({ state }) => state === 'ACTIVE') ?? [];
  const items = await lockForCustomer(work.tx, itemsOf([...lines, ...freed]), customerId);
  // After the locks: of the same order twice at once, the second has to find the first one's answer, not its stock gone.
  const asked = { orderId, customerId, insteadOf: givenUp?.orderId ?? null, itemIds: itemsOf(lines) };
  const { earlier, open, levels } = await standingOf(work.tx, asked);
  if (earlier) return again(earlier, wishHash);

  const there = giveBack(items, freed);
  const refusal = refusalOf(lines, there, { open, limits: terms });
  if (refusal) return refusal;
  const { tracked } = judge(lines, there);
  if (givenUp) await endPromise(work, givenUp, 'given up for another order');
  if (tracked.length === 0) return ok({ expiresAt: null });

  // The totals say that there is enough, and nobody else can change the levels now.
  const parts = allocate(tracked, withoutPromise(levels, freed));
  if (!parts) throw new LostRace(`levels of ${itemsOf(tracked).join(', ')}`);
  const expiresAt = new Date(work.now.getTime() + terms.seconds * 1_000);
  work.schedule(EXPIRE_HOLD, orderId, new Date(expiresAt.getTime() + terms.graceSeconds * 1_000));
  work.emit('stock.held', orderId, { orderId, expiresAt: expiresAt.toISOString() });
  tellTaken(work, tracked, there);
  await writePromise(work, { orderId, customerId, wishHash, expiresAt, parts });
  return ok({ expiresAt });
};

/** The promise that this one takes the place of: the same customer's, and nobody has kept it. */
async function promiseGivenUp(
  { tx }: StockWork,
  { customerId, orderId, insteadOf }: { customerId: string; orderId: string; insteadOf?: string | null | undefined },
): Promise<LockedHold | null> {
  if (!insteadOf || insteadOf === orderId) return null;
  const hold = await lockHold(tx, insteadOf);
  return hold?.state === 'ACTIVE' && hold.customerId === customerId ? hold : null;
}

/** The items as they are once these lines are given back. */
function giveBack(items: ReadonlyMap<string, StockItemRow>, lines: readonly Line[]): Map<string, StockItemRow> {
  const there = new Map(items);
  for (const { itemId, quantity } of lines) {
    const item = there.get(itemId);
    if (item) there.set(itemId, { ...item, reserved: item.reserved - quantity });
  }
  return there;
}

/** What the same order was answered before. */
function again(hold: Pick<HoldRow, 'state' | 'wishHash' | 'expiresAt'>, wishHash: string): Result<Held, HoldRefusal> {
  if (hold.state === 'RELEASED' || hold.state === 'EXPIRED')
    return refuse('HOLD_ENDED', `The promise to this order is ${hold.state}.`);
  if (hold.wishHash !== wishHash)
    return refuse('IDEMPOTENCY_CONFLICT', 'This order was promised something else before.');
  return ok({ expiresAt: hold.expiresAt });
}

function refusalOf(
  lines: readonly Line[],
  items: ReadonlyMap<string, StockItemRow>,
  { open, limits }: { open: OpenPromises; limits: HoldLimits },
): Refusal<HoldRefusal> | TooMuch | null {
  const { unknown, short, tracked } = judge(lines, items);
  if (unknown.length > 0) return refuse('ITEM_NOT_FOUND', `Nothing is known of ${unknown.join(', ')}.`);
  if (short.length > 0)
    return { ...refuse('OUT_OF_STOCK', `Not enough is left of ${short.join(', ')}.`), shortItemIds: short };
  if (tracked.length > 0 && open.promises >= limits.promisesPerCustomer)
    return { ...refuse('HOLD_LIMIT', `${open.promises} orders wait for their payment already.`), shortItemIds: [] };
  const many = tooManyFor(tracked, items, { open, limits });
  if (many.length === 0) return null;
  return { ...refuse('HOLD_LIMIT', `Too many of ${many.join(', ')} for one customer.`), shortItemIds: many };
}

function tellTaken(work: StockWork, lines: readonly Line[], items: ReadonlyMap<string, StockItemRow>): void {
  for (const { itemId, quantity } of lines) {
    const item = items.get(itemId);
    if (item) tellAvailability(work, item, -quantity);
  }
}
