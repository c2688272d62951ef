import { ok, type Refusal, refuse } from '@app/kernel/result';
import type { StockCommand } from '../context.ts';
import type { StockItemRow, StockRow } from '../db.ts';
import { mayKeepStock } from '../domain/access.ts';
import { adjustShape } from '../inputs.ts';
import { changeLevels, MOST_ON_HAND } from './change-levels.ts';
import { answeredBefore, rememberAnswer } from './once.ts';
import { fingerprint, invalid } from './refusals.ts';
import { lockAll, type PlaceRow, placesOf } from './stock.rows.ts';
import { tellAvailability } from './tell-availability.ts';

/** A correction of what is on hand. */
export interface AdjustStock {
  readonly itemId: string;
  /** Left out: the business's first location. */
  readonly locationId?: string | null | undefined;
  readonly delta: number;
  readonly reason: string;
  readonly idempotencyKey: string;
}

export type AdjustRefusal =
  | 'INVALID_INPUT'
  | 'ITEM_NOT_FOUND'
  | 'LOCATION_NOT_FOUND'
  | 'NOT_TRACKED'
  | 'OUT_OF_STOCK'
  | 'IDEMPOTENCY_CONFLICT';

/** Corrects what is on hand, with a reason that stays (I7). Never below what is promised. */
export const adjustStock: StockCommand<AdjustStock, StockRow, AdjustRefusal> = async (work, input) => {
  const read = adjustShape.safeParse(input);
  if (!read.success) return invalid(read.error);
  const { idempotencyKey, ...change } = read.data;
  const { itemId, locationId, delta, reason } = change;
  const asking = { operation: 'stockAdjust', key: idempotencyKey, requestHash: fingerprint(change) };

  const item = (await lockAll(work.tx, [itemId])).get(itemId);
  const earlier = await answeredBefore<StockRow>(work, asking);
  if (earlier) return earlier;
  if (!item || !mayKeepStock(work.viewer, item.businessId))
    return refuse('ITEM_NOT_FOUND', 'No such item.', ['input', 'itemId']);
  if (!item.tracked) return refuse('NOT_TRACKED', 'This item is made to order; its stock is not counted.');
  const place = placeIn(await placesOf(work.tx, [itemId]), { itemId, locationId });
  if (!place) return refuse('LOCATION_NOT_FOUND', 'No such location of this business.', ['input', 'locationId']);
  const refusal = refusalOf(item, place, delta);
  if (refusal) return refusal;

  const { businessId } = item;
  await changeLevels(work, [{ place, businessId, delta }], { kind: 'ADJUSTED', reason });
  const after = { onHand: item.onHand + delta, reserved: item.reserved };
  work.emit('stock.adjusted', itemId, {
    ...{ itemId, businessId, delta, onHand: after.onHand, reason, locationId: place.locationId },
  });
  tellAvailability(work, item, delta);
  await rememberAnswer(work, asking, after);
  return ok(after);
};

/** The place that is meant: the named one, or the item's business's first. */
export const placeIn = (
  places: readonly PlaceRow[],
  { itemId, locationId }: { itemId: string; locationId?: string | null | undefined },
): PlaceRow | undefined =>
  places.find((place) => place.itemId === itemId && (!locationId || place.locationId === locationId));

function refusalOf(item: StockItemRow, { onHand, reserved }: PlaceRow, delta: number): Refusal<AdjustRefusal> | null {
  if (onHand + delta < reserved)
    return refuse('OUT_OF_STOCK', `${onHand} on hand, ${reserved} of them promised: ${-delta} cannot be taken.`, [
      'input',
      'delta',
    ]);
  if (item.onHand + delta > MOST_ON_HAND)
    return refuse('INVALID_INPUT', `At most ${MOST_ON_HAND} of an item.`, ['input', 'delta']);
  return null;
}
