import type { HotWork } from '../context.ts';
import type { OrderItemRow, OrderRow, SellerOrderRow } from '../db.ts';
import { orderSettings } from '../env.ts';

type Item = Pick<OrderItemRow, 'sellerOrderId' | 'itemId' | 'quantity' | 'unitMinor'>;

/** How events name a part. */
export const partKeys = ({ id, orderId, businessId, customerId }: SellerOrderRow) => ({
  sellerOrderId: id,
  orderId,
  businessId,
  customerId,
});

/** A part's lines as events carry them. */
export const linesOf = (part: { id: string }, items: readonly Item[]) =>
  items
    .filter(({ sellerOrderId }) => sellerOrderId === part.id)
    .map(({ itemId, quantity, unitMinor }) => ({ itemId, quantity, unitMinor }));

/** Tells that an order is paid or needs no payment before delivery: kitchens see it, and have some time to answer. */
export function tellConfirmed(
  work: HotWork,
  { order, parts }: { order: OrderRow; parts: readonly SellerOrderRow[] },
  items: readonly Item[],
): void {
  const { id: orderId, customerId, number } = order;
  work.emit('order.confirmed', orderId, { orderId, customerId });
  const answerBy = new Date(work.now.getTime() + orderSettings().ORDERS_UNACCEPTED_SECONDS * 1000);
  for (const part of parts.filter(({ status }) => status === 'PLACED')) {
    const { totalMinor, currency, businessId, id } = part;
    work.emit('seller-order.placed', orderId, {
      ...partKeys(part),
      number,
      totalMinor,
      currency,
      lines: linesOf(part, items),
    });
    work.announce(`kitchen:${businessId}`, { __typename: 'SellerOrder', id });
    work.schedule('orders.cancel-unaccepted', id, answerBy);
  }
}
