import type { OrderHistoryRow } from '../db.ts';
import type { Reads } from './index.ts';
import type { OrderView } from './order.loader.ts';

/** What happened to an order, oldest first; to a business only what concerns the whole order or its own part. */
export async function historyFor(reads: Reads, { order, parts, whole }: OrderView): Promise<OrderHistoryRow[]> {
  const entries = await reads.history.load(order.id);
  if (whole) return entries;
  const own = new Set(parts.map(({ id }) => id));
  return entries.filter(({ sellerOrderId }) => sellerOrderId === null || own.has(sellerOrderId));
}
