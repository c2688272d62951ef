import type { SellerOrderState } from './seller-order.lifecycle.ts';

export type OrderState = 'PENDING' | Exclude<SellerOrderState, 'PLACED'>;

const PROGRESS = ['CONFIRMED', 'PREPARING', 'READY', 'DISPATCHED', 'DELIVERED'] as const;

/**
 * An order's status, which always follows from its parts: CANCELLED when all are, PENDING until it is paid (or to be paid
 * in cash), then the least advanced part that is not cancelled. A part that waits for its business counts as CONFIRMED.
 */
export function orderStatusOf(confirmed: boolean, parts: readonly { status: SellerOrderState }[]): OrderState {
  const live = new Set(parts.map(({ status }) => (status === 'PLACED' ? 'CONFIRMED' : status)));
  live.delete('CANCELLED');
  if (live.size === 0) return 'CANCELLED';
  if (!confirmed) return 'PENDING';
  return PROGRESS.find((status) => live.has(status)) ?? 'CONFIRMED';
}
