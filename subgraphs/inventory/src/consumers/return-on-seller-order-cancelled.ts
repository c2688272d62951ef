import { consumer } from '@app/kernel/events';
import { returnLines } from '../commands/return-lines.ts';
import type { Tx } from '../db.ts';

/** A part of an order was called off: its units can be had by others again. */
export const returnOnSellerOrderCancelled = consumer<'seller-order.cancelled', Tx>({
  name: 'inventory.return-on-seller-order-cancelled',
  on: 'seller-order.cancelled',
  handle: (work, { orderId, lines, reason }) =>
    returnLines(work, { orderId, itemIds: lines.map(({ itemId }) => itemId), reason }),
});
