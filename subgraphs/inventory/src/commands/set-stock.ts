import { ok, type Refusal, refuse } from '@app/kernel/result';
import type { StockCommand, StockWork } from '../context.ts';
import type { StockItemRow } from '../db.ts';
import { mayKeepStock } from '../domain/access.ts';
import { setShape } from '../inputs.ts';
import { placeIn } from './adjust-stock.ts';
import { type Change, changeLevels, MOST_ON_HAND } from './change-levels.ts';
import { itemsOf } from './hold.rows.ts';
import { answeredBefore, rememberAnswer } from './once.ts';
import { fingerprint, invalid } from './refusals.ts';
import { lockAll, type PlaceRow, placesOf } from './stock.rows.ts';
import { tellAvailability } from './tell-availability.ts';

/** What was counted of one item at one place, and what was thought to be there. */
export interface CountedLevel {
  readonly itemId: string;
  readonly locationId?: string | null | undefined;
  readonly expectedOnHand: number;
  readonly onHand: number;
}

/** A count of many items. */
export interface SetStock {
  readonly levels: readonly CountedLevel[];
  readonly reason: string;
  readonly idempotencyKey: string;
}

export type SetRefusal =
  | 'INVALID_INPUT'
  | 'ITEM_NOT_FOUND'
  | 'LOCATION_NOT_FOUND'
  | 'NOT_TRACKED'
  | 'STOCK_CHANGED'
  | 'OUT_OF_STOCK'
  | 'IDEMPOTENCY_CONFLICT';

/** Sets what is on hand to what was counted, all of it or nothing (I7): who has not seen the last change overwrites nothing. */
export const setStock: StockCommand<SetStock, StockItemRow[], SetRefusal> = async (work, input) => {
  const read = setShape.safeParse(input);
  if (!read.success) return invalid(read.error);
  const { idempotencyKey, ...count } = read.data;
  const asking = { operation: 'stockSet', key: idempotencyKey, requestHash: fingerprint(count) };

  const itemIds = itemsOf(count.levels);
  const items = await lockAll(work.tx, itemIds);
  const earlier = await answeredBefore<StockItemRow[]>(work, asking);
  if (earlier) return earlier;
  const places = await placesOf(work.tx, itemIds);
  const wanted = changesOf(work, count.levels, { items, places });
  if ('code' in wanted) return wanted;
  const changes = wanted.filter(({ delta }) => delta !== 0);
  const after = itemIds.flatMap((itemId) => afterAll(items.get(itemId), changes));
  const tooMany = after.find(({ onHand }) => onHand > MOST_ON_HAND);
  if (tooMany) return refuse('INVALID_INPUT', `At most ${MOST_ON_HAND} of ${tooMany.itemId}.`, ['input', 'levels']);

  await changeLevels(work, changes, { kind: 'COUNTED', reason: count.reason });
  tell(work, changes, { items, reason: count.reason });
  await rememberAnswer(work, asking, after);
  return ok(after);
};

type Books = { items: ReadonlyMap<string, StockItemRow>; places: readonly PlaceRow[] };

/** What each count changes, or the first reason why one of them cannot be. */
function changesOf(
  work: StockWork,
  levels: readonly CountedLevel[],
  { items, places }: Books,
): Change[] | Refusal<SetRefusal> {
  const changes: Change[] = [];
  const seen = new Set<PlaceRow>();
  for (const [index, level] of levels.entries()) {
    const at = (field: string) => ['input', 'levels', String(index), field];
    const item = items.get(level.itemId);
    if (!item || !mayKeepStock(work.viewer, item.businessId))
      return refuse('ITEM_NOT_FOUND', 'No such item.', at('itemId'));
    if (!item.tracked)
      return refuse('NOT_TRACKED', 'This item is made to order; its stock is not counted.', at('itemId'));
    const place = placeIn(places, level);
    if (!place) return refuse('LOCATION_NOT_FOUND', 'No such location of this business.', at('locationId'));
    if (seen.has(place)) return refuse('INVALID_INPUT', 'This item and location came before.', at('itemId'));
    seen.add(place);
    const refusal = objection(place, level, at);
    if (refusal) return refusal;
    changes.push({ place, businessId: item.businessId, delta: level.onHand - place.onHand });
  }
  return changes;
}

function objection(
  { onHand, reserved }: PlaceRow,
  level: CountedLevel,
  at: (field: string) => string[],
): Refusal<SetRefusal> | null {
  if (onHand !== level.expectedOnHand)
    return refuse('STOCK_CHANGED', `${onHand} are on hand now, not ${level.expectedOnHand}.`, at('expectedOnHand'));
  if (level.onHand < reserved)
    return refuse('OUT_OF_STOCK', `${reserved} are promised: there cannot be only ${level.onHand}.`, at('onHand'));
  return null;
}

const deltaOf = (itemId: string, changes: readonly Change[]): number =>
  changes.filter(({ place }) => place.itemId === itemId).reduce((sum, { delta }) => sum + delta, 0);

const afterAll = (item: StockItemRow | undefined, changes: readonly Change[]): StockItemRow[] =>
  item ? [{ ...item, onHand: item.onHand + deltaOf(item.itemId, changes) }] : [];

function tell(
  work: StockWork,
  changes: readonly Change[],
  { items, reason }: { items: ReadonlyMap<string, StockItemRow>; reason: string },
): void {
  for (const item of items.values()) {
    let { onHand } = item;
    const { itemId, businessId } = item;
    for (const { place, delta } of changes.filter((change) => change.place.itemId === itemId)) {
      onHand += delta;
      work.emit('stock.adjusted', itemId, { itemId, businessId, delta, onHand, reason, locationId: place.locationId });
    }
    tellAvailability(work, item, deltaOf(itemId, changes));
  }
}
