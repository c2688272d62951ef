import type { Viewer } from '@app/kernel/viewer';
import type { OrderRows } from '../commands/order.writes.ts';
import { viewOf } from '../domain/order.access.ts';
import type { Reads } from '../reads/index.ts';

/** Answers a request about the order that it has just placed with what it wrote, so that nothing of it is read again. */
export function showPlaced(
  { reads, viewer }: { reads: Reads; viewer: Viewer },
  { order, parts, items, history }: OrderRows,
): void {
  reads.orders.prime(order.id, viewOf(viewer, order, parts));
  reads.history.prime(order.id, [...history]);
  for (const part of parts)
    reads.items.prime(
      part.id,
      items.filter(({ sellerOrderId }) => sellerOrderId === part.id),
    );
}
