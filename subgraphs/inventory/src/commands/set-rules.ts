import { ok, refuse } from '@app/kernel/result';
import type { StockCommand } from '../context.ts';
import type { StockItemRow } from '../db.ts';
import { mayKeepStock } from '../domain/access.ts';
import { availableOf, isLow } from '../domain/stock.ts';
import { rulesShape } from '../inputs.ts';
import { invalid } from './refusals.ts';
import { lockAll } from './stock.rows.ts';

/** How an item's stock is watched and shared out. Null: no rule of its own; undefined: as it is. */
export interface SetRules {
  readonly itemId: string;
  readonly lowStockThreshold?: number | null | undefined;
  readonly limitPerCustomer?: number | null | undefined;
}

/** Sets when an item is low and how much of it one customer may have promised (I2, I6). Tells if it is low from now on. */
export const setRules: StockCommand<
  SetRules,
  StockItemRow,
  'INVALID_INPUT' | 'ITEM_NOT_FOUND' | 'NOT_TRACKED'
> = async (work, input) => {
  const read = rulesShape.safeParse(input);
  if (!read.success) return invalid(read.error);
  const { itemId, ...rules } = read.data;
  const item = (await lockAll(work.tx, [itemId])).get(itemId);
  if (!item || !mayKeepStock(work.viewer, item.businessId))
    return refuse('ITEM_NOT_FOUND', 'No such item.', ['input', 'itemId']);
  if (!item.tracked) return refuse('NOT_TRACKED', 'This item is made to order; its stock is not counted.');

  const { lowStockThreshold = item.lowStockThreshold, limitPerCustomer = item.limitPerCustomer } = rules;
  await work.tx.stockItem.update({ where: { itemId }, data: { lowStockThreshold, limitPerCustomer } });
  const available = availableOf(item);
  if (lowStockThreshold !== null && isLow(available, lowStockThreshold) && !isLow(available, item.lowStockThreshold))
    work.emit('stock.ran-low', itemId, {
      ...{ itemId, businessId: item.businessId, available, threshold: lowStockThreshold },
    });
  return ok({ ...item, lowStockThreshold, limitPerCustomer });
};
