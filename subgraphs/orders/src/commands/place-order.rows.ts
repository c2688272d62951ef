import { newId } from '@app/kernel/ids';
import type { OrderHistoryRow, OrderItemRow, OrderRow, OrderStepRow, SellerOrderRow } from '../db.ts';
import type { PlannedLine } from '../domain/checkout.plan.ts';
import { lineTotal, type PricedPart, priceOf } from '../domain/pricing.ts';
import { sealRecipient } from '../personal.ts';
import type { OpenCheckout } from './open-checkout.ts';
import type { OrderRows } from './order.writes.ts';

interface Placing {
  readonly checkout: OpenCheckout;
  readonly paid: boolean;
  readonly now: Date;
}

/** Every row of a new order, from its plan. Paid already or to be paid in cash, it begins confirmed and released. */
export function orderRows(placing: Placing): OrderRows {
  const { checkout, now } = placing;
  const { parts: priced, amounts } = priceOf(checkout.plan.lines, checkout.plan.tipMinor);
  const order = { ...orderRow(placing), ...amounts };
  const parts = priced.map((part) => partRow(placing, part));
  const items = priced.flatMap((part, index) => itemRows(checkout, part.lines, parts[index]?.id ?? ''));
  const history = historyRows(order, parts);
  const kinds = placing.paid ? (['STATUS', 'PAYMENT'] as const) : (['STATUS'] as const);
  const steps: OrderStepRow[] = kinds.map((kind, n) => ({ orderId: order.id, sequence: n + 1, kind, at: now }));
  return { order, parts, items, history, steps };
}

const confirmedAt = ({ checkout, paid, now }: Placing): Date | null =>
  paid || checkout.plan.method === 'CASH' ? now : null;

function orderRow(
  placing: Placing,
): Omit<OrderRow, `${'subtotal' | 'tax' | 'deliveryFee' | 'discount' | 'tip' | 'total'}Minor`> {
  const { checkout, paid, now } = placing;
  const { plan } = checkout;
  return {
    id: checkout.orderId,
    number: checkout.number,
    customerId: checkout.customerId,
    status: confirmedAt(placing) ? 'CONFIRMED' : 'PENDING',
    version: 1,
    currency: plan.currency,
    paymentMethod: plan.method,
    recipient: sealRecipient(checkout.orderId, plan.recipient),
    dropoffLatitude: plan.dropoff.latitude,
    dropoffLongitude: plan.dropoff.longitude,
    notes: plan.notes,
    placedAt: now,
    confirmedAt: confirmedAt(placing),
    paidAt: paid ? now : null,
    cancelReason: null,
    lastSequence: paid ? 2 : 1,
    lastStepAt: now,
  };
}

function partRow(placing: Placing, { businessId, amounts }: PricedPart<PlannedLine>): SellerOrderRow {
  const { checkout, now } = placing;
  const business = checkout.plan.businesses.find(({ id }) => id === businessId);
  if (!business) throw new Error(`The plan of ${checkout.id} has lines of ${businessId} but not the business.`);
  const { discountMinor: _none, ...own } = amounts;
  return {
    id: newId('slo'),
    orderId: checkout.orderId,
    customerId: checkout.customerId,
    businessId,
    businessName: business.name,
    status: 'PLACED',
    version: 1,
    currency: checkout.plan.currency,
    ...own,
    pickupLatitude: business.pickup.latitude,
    pickupLongitude: business.pickup.longitude,
    notes: checkout.plan.notes,
    placedAt: now,
    releasedAt: confirmedAt(placing),
    courierUserId: null,
    cancelReason: null,
  };
}

const itemRows = (checkout: OpenCheckout, lines: readonly PlannedLine[], sellerOrderId: string): OrderItemRow[] =>
  lines.map((line, position) => ({
    id: newId('oit'),
    orderId: checkout.orderId,
    sellerOrderId,
    position,
    itemId: line.itemId,
    name: line.name,
    imageUrl: line.imageUrl,
    category: line.category,
    quantity: line.quantity,
    unitMinor: line.unitMinor,
    totalMinor: lineTotal(line),
    currency: checkout.plan.currency,
  }));

/** PENDING first, also when the payment was there at once: the history shows both. */
function historyRows(
  order: { id: string; customerId: string; placedAt: Date; confirmedAt: Date | null },
  parts: readonly SellerOrderRow[],
): OrderHistoryRow[] {
  const entry = (toStatus: string, fromStatus: string | null, sellerOrderId: string | null): OrderHistoryRow => ({
    id: newId('hst'),
    orderId: order.id,
    sellerOrderId,
    fromStatus,
    toStatus,
    actorId: order.customerId,
    actorRole: 'CUSTOMER',
    reason: null,
    at: order.placedAt,
  });
  const placed = [entry('PENDING', null, null), ...parts.map(({ id }) => entry('PLACED', null, id))];
  if (!order.confirmedAt) return placed;
  return [...placed, { ...entry('CONFIRMED', 'PENDING', null), actorId: null, actorRole: null }];
}
