import { ok, refuse } from '@app/kernel/result';
import type { StockCommand } from '../context.ts';
import type { StockItemRow } from '../db.ts';
import { mayKeepStock } from '../domain/access.ts';
import { availableOf } from '../domain/stock.ts';
import { transferShape } from '../inputs.ts';
import { type AdjustRefusal, placeIn } from './adjust-stock.ts';
import { changeLevels } from './change-levels.ts';
import { answeredBefore, rememberAnswer } from './once.ts';
import { fingerprint, invalid } from './refusals.ts';
import { lockAll, placesOf } from './stock.rows.ts';

/** Units that go from one place to another. */
export interface TransferStock {
  readonly itemId: string;
  readonly fromLocationId: string;
  readonly toLocationId: string;
  readonly quantity: number;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** Moves units between two locations of a business (I1). What is promised stays where it was promised from. */
export const transferStock: StockCommand<TransferStock, StockItemRow, AdjustRefusal> = async (work, input) => {
  const read = transferShape.safeParse(input);
  if (!read.success) return invalid(read.error);
  const { idempotencyKey, ...wish } = read.data;
  const { itemId, fromLocationId, toLocationId, quantity, reason } = wish;
  const asking = { operation: 'stockTransfer', key: idempotencyKey, requestHash: fingerprint(wish) };

  const item = (await lockAll(work.tx, [itemId])).get(itemId);
  const earlier = await answeredBefore<StockItemRow>(work, asking);
  if (earlier) return earlier;
  if (!item || !mayKeepStock(work.viewer, item.businessId))
    return refuse('ITEM_NOT_FOUND', 'No such item.', ['input', 'itemId']);
  if (!item.tracked) return refuse('NOT_TRACKED', 'This item is made to order; its stock is not counted.');
  const places = await placesOf(work.tx, [itemId]);
  const from = placeIn(places, { itemId, locationId: fromLocationId });
  if (!from) return refuse('LOCATION_NOT_FOUND', 'No such location of this business.', ['input', 'fromLocationId']);
  const to = placeIn(places, { itemId, locationId: toLocationId });
  if (!to) return refuse('LOCATION_NOT_FOUND', 'No such location of this business.', ['input', 'toLocationId']);
  if (from === to) return refuse('INVALID_INPUT', 'From one location to another one.', ['input', 'toLocationId']);
  if (availableOf(from) < quantity)
    return refuse('OUT_OF_STOCK', `${availableOf(from)} are free there.`, ['input', 'quantity']);

  const { businessId } = item;
  const changes = [
    { place: from, businessId, delta: -quantity },
    { place: to, businessId, delta: quantity },
  ];
  await changeLevels(work, changes, { kind: 'TRANSFERRED', reason });
  work.emit('stock.transferred', itemId, { itemId, businessId, fromLocationId, toLocationId, quantity, reason });
  await rememberAnswer(work, asking, { ...item });
  return ok(item);
};
