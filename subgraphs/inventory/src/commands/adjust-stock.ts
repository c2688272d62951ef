import { ok, type Result, refuse } from '@app/kernel/result';
import { hasRole, type Viewer } from '@app/kernel/viewer';
import { LostRace } from '@app/kernel/work';
import type { StockCommand, StockWork } from '../context.ts';
import type { StockItemRow, StockRow } from '../db.ts';
import { adjustShape } from '../inputs.ts';
import { fingerprint, invalid } from './refusals.ts';
import { tellAvailability } from './tell-availability.ts';

/** A correction of what is on hand. */
export interface AdjustStock {
  readonly itemId: string;
  readonly delta: number;
  readonly reason: string;
  readonly idempotencyKey: string;
}

export type AdjustRefusal =
  | 'INVALID_INPUT'
  | 'ITEM_NOT_FOUND'
  | 'NOT_TRACKED'
  | 'OUT_OF_STOCK'
  | 'IDEMPOTENCY_CONFLICT';

const OPERATION = 'stockAdjust';
const MOST_ON_HAND = 1_000_000_000;

/** Corrects what is on hand, with a reason that stays (I7). Never below what is promised. */
export const adjustStock: StockCommand<AdjustStock, StockRow, AdjustRefusal> = async (work, input) => {
  const read = adjustShape.safeParse(input);
  if (!read.success) return invalid(read.error);
  const { idempotencyKey, ...change } = read.data;

  // The lock comes before the look at the key: of two same requests at once, the second finds the first one's answer.
  const [item] = await work.tx.$queryRaw<StockItemRow[]>`
    SELECT * FROM "StockItem" WHERE "itemId" = ${change.itemId} FOR UPDATE`;
  const requestHash = fingerprint(change);
  const earlier = await earlierAnswer(work, idempotencyKey, requestHash);
  if (earlier) return earlier;
  if (!item || !mayAdjust(work.viewer, item)) return refuse('ITEM_NOT_FOUND', 'No such item.', ['input', 'itemId']);
  const refusal = refusalOf(item, change.delta);
  if (refusal) return refusal;

  const after = await write(work, item, change);
  await remember(work, { key: idempotencyKey, requestHash, answer: after });
  return ok(after);
};

const mayAdjust = (viewer: Viewer, { businessId }: StockItemRow): boolean =>
  hasRole(viewer, 'ADMIN') || (hasRole(viewer, 'BUSINESS') && viewer.businessIds.includes(businessId));

function refusalOf({ tracked, onHand, reserved }: StockItemRow, delta: number) {
  if (!tracked) return refuse('NOT_TRACKED', 'This item is made to order; its stock is not counted.');
  if (onHand + delta < reserved)
    return refuse('OUT_OF_STOCK', `${onHand} on hand, ${reserved} of them promised: ${-delta} cannot be taken.`, [
      'input',
      'delta',
    ]);
  if (onHand + delta > MOST_ON_HAND)
    return refuse('INVALID_INPUT', `At most ${MOST_ON_HAND} of an item.`, ['input', 'delta']);
  return null;
}

async function write(
  work: StockWork,
  item: StockItemRow,
  { delta, reason }: Pick<AdjustStock, 'delta' | 'reason'>,
): Promise<StockRow> {
  const { tx, viewer, now } = work;
  const { itemId, businessId } = item;
  const [after] = await tx.$queryRaw<StockRow[]>`
    UPDATE "StockItem" SET "onHand" = "onHand" + ${delta}::int
    WHERE "itemId" = ${itemId} AND "tracked" AND "onHand" + ${delta}::int >= "reserved"
    RETURNING "onHand", "reserved"`;
  if (!after) throw new LostRace(`stock of ${itemId}`);
  await tx.stockMovement.create({ data: { itemId, kind: 'ADJUSTED', delta, reason, actor: viewer.id, at: now } });
  work.emit('stock.adjusted', itemId, { itemId, businessId, delta, onHand: after.onHand, reason });
  tellAvailability(work, { ...item, ...after }, delta);
  return after;
}

async function earlierAnswer(
  { tx, viewer }: StockWork,
  key: string,
  requestHash: string,
): Promise<Result<StockRow, 'IDEMPOTENCY_CONFLICT'> | null> {
  const earlier = await tx.idempotencyKey.findUnique({
    where: { callerId_operation_key: { callerId: viewer.id, operation: OPERATION, key } },
  });
  if (!earlier) return null;
  if (earlier.requestHash === requestHash) return ok(earlier.answer as unknown as StockRow);
  return refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', ['input', 'idempotencyKey']);
}

async function remember(
  { tx, viewer, now }: StockWork,
  { key, requestHash, answer }: { key: string; requestHash: string; answer: StockRow },
): Promise<void> {
  const { onHand, reserved } = answer;
  const { count } = await tx.idempotencyKey.createMany({
    data: [
      { callerId: viewer.id, operation: OPERATION, key, requestHash, answer: { onHand, reserved }, createdAt: now },
    ],
    skipDuplicates: true,
  });
  // The same key at the same moment for another item: start again, and find it taken.
  if (count === 0) throw new LostRace(`idempotency key of ${viewer.id}`);
}
