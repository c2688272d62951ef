import { ok } from '@app/kernel/result';
import type { StockCommand } from '../context.ts';

/** An item that is new on a menu. */
export interface TrackItem {
  readonly itemId: string;
  readonly businessId: string;
  /** Null: made to order, not tracked. */
  readonly initialStock: number | null;
}

/** Takes an item into the books, once. One that is not tracked gets a row too: whose it is has to be known. */
export const trackItem: StockCommand<TrackItem, null, never> = async (work, { itemId, businessId, initialStock }) => {
  const onHand = initialStock ?? 0;
  const { count } = await work.tx.stockItem.createMany({
    data: [{ itemId, businessId, tracked: initialStock !== null, onHand }],
    skipDuplicates: true,
  });
  if (count === 0 || initialStock === null) return ok(null);
  if (onHand === 0) work.emit('stock.ran-out', itemId, { itemId, businessId });
  else
    await work.tx.stockMovement.create({
      data: { itemId, kind: 'INITIAL', delta: onHand, reason: 'item created', actor: work.viewer.id, at: work.now },
    });
  return ok(null);
};
