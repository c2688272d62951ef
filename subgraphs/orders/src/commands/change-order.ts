import { LostRace } from '@app/kernel/work';
import type { OrderWork } from '../context.ts';
import type { OrderHistoryRow, OrderRow, OrderStepKind, OrderStepRow, SellerOrderRow, Tx } from '../db.ts';
import { orderStatusOf } from '../domain/order.status.ts';
import type { Actor } from '../domain/seller-order.lifecycle.ts';
import { partsOf, updateOrder } from './order.writes.ts';

/** An order with all its parts, locked: whatever happens to one order happens one after the other. */
export interface OpenOrder {
  readonly order: OrderRow;
  readonly parts: readonly SellerOrderRow[];
}

/** One thing that somebody did to an order or one of its parts. */
export type HistoryEntry = Pick<
  OrderHistoryRow,
  'sellerOrderId' | 'fromStatus' | 'toStatus' | 'actorId' | 'actorRole' | 'reason'
>;

/** Locks an order. Every writer locks it before its parts. */
export async function lockOrder(tx: Tx, orderId: string): Promise<OpenOrder | null> {
  const [order] = await tx.$queryRaw<OrderRow[]>`SELECT * FROM "Order" WHERE "id" = ${orderId} FOR UPDATE`;
  return withParts(tx, order);
}

/** Locks the order that a part belongs to. */
export async function lockOrderOfPart(tx: Tx, sellerOrderId: string): Promise<OpenOrder | null> {
  const [order] = await tx.$queryRaw<OrderRow[]>`
    SELECT o.* FROM "SellerOrder" AS part JOIN "Order" AS o ON o."id" = part."orderId"
    WHERE part."id" = ${sellerOrderId} FOR UPDATE OF o`;
  return withParts(tx, order);
}

const withParts = async (tx: Tx, order: OrderRow | undefined): Promise<OpenOrder | null> =>
  order ? { order, parts: await partsOf(tx, order.id) } : null;

/** What a unit of work did to an order, beside what it did to its parts. */
export interface OrderChange {
  readonly set?: Partial<Pick<OrderRow, 'confirmedAt' | 'paidAt'>>;
  readonly history?: readonly HistoryEntry[];
  /** What watchers are told beside a change of status. */
  readonly steps?: readonly OrderStepKind[];
  readonly by: { actor: Actor; reason: string | null };
}

/** Derives the order's status anew, and writes its history and its next steps. The only place where an order changes. */
export async function settleOrder(
  work: OrderWork,
  { order, parts }: OpenOrder,
  change: OrderChange,
): Promise<OrderRow> {
  const { tx, now } = work;
  const next = { ...order, ...change.set };
  const status = orderStatusOf(next.confirmedAt !== null, parts);
  const own = status === order.status ? [] : [entryOf(work, { from: order.status, to: status, ...change.by })];
  const history = [...(change.history ?? []), ...own];
  const kinds: OrderStepKind[] = [...(change.steps ?? []), ...(history.length > 0 ? (['STATUS'] as const) : [])];
  const steps = kinds.map((kind, index) => ({
    orderId: order.id,
    sequence: order.lastSequence + index + 1,
    kind,
    at: now,
  }));

  const settled: OrderRow = {
    ...next,
    status,
    cancelReason: status === 'CANCELLED' ? (order.cancelReason ?? change.by.reason) : null,
    version: order.version + 1,
    lastSequence: order.lastSequence + steps.length,
    lastStepAt: steps.length > 0 ? now : order.lastStepAt,
  };
  const entries = history.map((entry) => ({ orderId: order.id, at: now, ...entry }));
  // The lock already keeps others out; the version in the WHERE would show a writer that forgot it.
  if (!(await updateOrder(tx, order, { next: settled, history: entries, steps }))) throw new LostRace();
  announceSteps(work, steps);
  tellEnd(work, order, settled);
  return settled;
}

/** Wakes the watchers of an order for each of its new steps. */
export function announceSteps(work: Pick<OrderWork, 'announce'>, steps: readonly OrderStepRow[]): void {
  for (const { orderId, sequence, kind, at } of steps)
    work.announce(`order:${orderId}`, { __typename: 'OrderUpdate', orderId, sequence, kind, at: at.toISOString() });
}

function tellEnd(work: OrderWork, before: OrderRow, after: OrderRow): void {
  if (before.status === after.status) return;
  const keys = { orderId: after.id, customerId: after.customerId };
  if (after.status === 'DELIVERED') work.emit('order.delivered', after.id, keys);
  if (after.status !== 'CANCELLED') return;
  work.unschedule('orders.cancel-unpaid', after.id);
  work.emit('order.cancelled', after.id, {
    ...keys,
    reason: after.cancelReason ?? 'CANCELLED',
    paid: after.paidAt !== null,
  });
}

const ROLES = { customer: 'CUSTOMER', business: 'BUSINESS', admin: 'ADMIN', system: null } as const satisfies Record<
  Actor,
  string | null
>;

/** A line of the history, in the role that somebody acted in. */
export const entryOf = (
  { viewer }: Pick<OrderWork, 'viewer'>,
  {
    from,
    to,
    actor,
    reason,
    sellerOrderId = null,
  }: { from: string; to: string; actor: Actor; reason: string | null; sellerOrderId?: string | null },
): HistoryEntry => ({
  sellerOrderId,
  fromStatus: from,
  toStatus: to,
  actorId: actor === 'system' ? null : viewer.id,
  actorRole: ROLES[actor],
  reason,
});
