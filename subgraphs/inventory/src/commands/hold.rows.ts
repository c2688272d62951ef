import type { HoldLineRow, HoldRow, HoldState, Tx } from '../db.ts';

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
  lines: await tx.holdLine.findMany({ where: { orderId: hold.orderId }, orderBy: { itemId: 'asc' } }),
});

/** Writes a promise's state. Its row is locked. */
export const setHoldState = (tx: Tx, orderId: string, state: HoldState) =>
  tx.$executeRaw`UPDATE "Hold" SET "state" = ${state}::"HoldState" WHERE "orderId" = ${orderId}`;
