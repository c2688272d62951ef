import { ok } from '@app/kernel/result';
import type { StockCommand } from '../context.ts';

/** An order that got no promise because it was too much. */
export interface TellRefusal {
  readonly orderId: string;
  readonly customerId: string;
  readonly reason: 'OUT_OF_STOCK' | 'HOLD_LIMIT';
  readonly itemIds: readonly string[];
}

/** Tells that stock was refused, for those who count conflicts (I5). After the refusal itself, which has changed nothing. */
export const tellRefusal: StockCommand<TellRefusal, null, never> = async (
  work,
  { orderId, customerId, reason, itemIds },
) => {
  const items =
    itemIds.length === 0
      ? []
      : await work.tx.stockItem.findMany({
          where: { itemId: { in: [...itemIds] } },
          orderBy: { itemId: 'asc' },
          select: { itemId: true, businessId: true },
        });
  work.emit('stock.hold-refused', orderId, { orderId, customerId, reason, items });
  return ok(null);
};
