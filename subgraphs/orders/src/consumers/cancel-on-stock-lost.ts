import { consumer } from '@app/kernel/events';
import type { Logger } from '@app/kernel/log';
import { lockOrder, type OpenOrder, settleOrder } from '../commands/change-order.ts';
import { moveParts } from '../commands/move-parts.ts';
import { itemsOf } from '../commands/order.writes.ts';
import type { OrderWork } from '../context.ts';
import type { SellerOrderRow, Tx } from '../db.ts';
import { sellerOrderLifecycle } from '../domain/seller-order.lifecycle.ts';

const by = { actor: 'system', reason: 'STOCK_LOST' } as const;

/**
 * The order was confirmed after its promise had ended, and its units are gone: call it off, so that the money goes back
 * (ruling 5). Once a kitchen has begun, only the parts with those items; those that are too far are for the back office.
 */
export const cancelOnStockLost = (log: Logger) =>
  consumer<'stock.hold-lost', Tx>({
    name: 'orders.cancel-on-stock-lost',
    on: 'stock.hold-lost',
    async handle(work, { orderId, itemIds }) {
      const open = await lockOrder(work.tx, orderId);
      const live = open?.parts.filter(({ status }) => status !== 'CANCELLED') ?? [];
      if (!open || live.length === 0) return;
      const lost = live.every(mayCancel) ? live : await partsWith(work.tx, live, itemIds);
      await cancelParts(work, open, lost.filter(mayCancel));
      const sellerOrderIds = lost.filter((part) => !mayCancel(part)).map(({ id }) => id);
      if (sellerOrderIds.length > 0)
        log.warn(
          { orderId, sellerOrderIds, itemIds },
          `order ${open.order.number} (${orderId}) is too far to be called off, but its stock is gone: the back office has to look`,
        );
    },
  });

async function cancelParts(work: OrderWork, open: OpenOrder, parts: readonly SellerOrderRow[]): Promise<void> {
  if (parts.length === 0) return;
  const moved = await moveParts(work, open, { move: 'cancel', parts, ...by });
  if (!moved.ok) throw new Error(moved.message);
  await settleOrder(work, moved.value.open, { by, history: moved.value.history });
}

const mayCancel = ({ status }: SellerOrderRow): boolean => sellerOrderLifecycle.check('cancel', status, by.actor).ok;

async function partsWith(
  tx: Tx,
  parts: readonly SellerOrderRow[],
  itemIds: readonly string[],
): Promise<SellerOrderRow[]> {
  const items = (await itemsOf(tx, parts)).filter(({ itemId }) => itemIds.includes(itemId));
  return parts.filter(({ id }) => items.some(({ sellerOrderId }) => sellerOrderId === id));
}
