import type { StockWork } from '../context.ts';
import type { StockItemRow } from '../db.ts';
import { availableOf, turningPoint } from '../domain/stock.ts';

/** Says when an item has just run out or can be had again. `gained` units became available (fewer than 0: were taken). */
export function tellAvailability(
  work: StockWork,
  item: Pick<StockItemRow, 'itemId' | 'businessId' | 'onHand' | 'reserved'>,
  gained: number,
): void {
  const { itemId, businessId } = item;
  const available = availableOf(item);
  const turned = turningPoint(available - gained, available);
  if (turned === 'ran-out') work.emit('stock.ran-out', itemId, { itemId, businessId });
  if (turned === 'returned') work.emit('stock.returned', itemId, { itemId, businessId, available });
}
