import type { StockWork } from '../context.ts';
import type { StockItemRow } from '../db.ts';
import { availableOf, isLow, turningPoint } from '../domain/stock.ts';

/**
 * Says when an item has just run out, can be had again or has become low. `gained` units became available (fewer than 0:
 * were taken); `item` is as it was before, and locked.
 */
export function tellAvailability(work: StockWork, item: StockItemRow, gained: number): void {
  const { itemId, businessId, lowStockThreshold } = item;
  const before = availableOf(item);
  const available = before + gained;
  const turned = turningPoint(before, available);
  if (turned === 'ran-out') work.emit('stock.ran-out', itemId, { itemId, businessId });
  if (turned === 'returned') work.emit('stock.returned', itemId, { itemId, businessId, available });
  if (lowStockThreshold !== null && isLow(available, lowStockThreshold) && !isLow(before, lowStockThreshold))
    work.emit('stock.ran-low', itemId, { itemId, businessId, available, threshold: lowStockThreshold });
}
