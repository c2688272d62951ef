import { basisPoints, split } from '@app/kernel/money';
import { type Account, businessOf, cashOf, commission, courierOf, couriers, orders } from './accounts.ts';
import type { Movement } from './ledger.ts';

/** Under this name: the commission rule of every business that has none of its own. */
export const EVERY_BUSINESS = '*';

/** A delivered part of an order: what the customer paid for it, and who had a hand in it. Minor units. */
export interface Delivered {
  readonly sellerOrderId: string;
  readonly businessId: string;
  /** The user who carried it; null when no courier of the platform did. */
  readonly courierId: string | null;
  /** All of it: lines, tax, delivery fee and tip, less discounts. */
  readonly totalMinor: bigint;
  /** Lines before tax and discounts. */
  readonly subtotalMinor: bigint;
  readonly deliveryFeeMinor: bigint;
  readonly tipMinor: bigint;
}

/** What the platform keeps of a sale: a share of its lines before tax, rounded half up once a part, and never more than the business gets. */
export function commissionOf(
  { totalMinor, subtotalMinor, deliveryFeeMinor, tipMinor }: Delivered,
  points: number,
): bigint {
  const gross = totalMinor - deliveryFeeMinor - tipMinor;
  return basisPoints(subtotalMinor < gross ? subtotalMinor : gross, points);
}

/**
 * How the money of a delivered part is divided (P9): delivery fee and tip to whoever carried it, the rest to the business,
 * which pays the commission out of it. To the last unit: what is divided is what was paid.
 */
export function divide(sale: Delivered, commissionMinor: bigint): Movement[] {
  const { sellerOrderId: subject, totalMinor, deliveryFeeMinor, tipMinor } = sale;
  const business = businessOf(sale.businessId);
  const carrier = sale.courierId === null ? business : courierOf(sale.courierId);
  const gross = totalMinor - deliveryFeeMinor - tipMinor;
  return [
    { kind: 'SALE', from: orders, to: business, amountMinor: gross, subject },
    { kind: 'COMMISSION', from: business, to: commission, amountMinor: commissionMinor, subject },
    { kind: 'DELIVERY_FEE', from: orders, to: carrier, amountMinor: deliveryFeeMinor, subject },
    { kind: 'TIP', from: orders, to: carrier, amountMinor: tipMinor, subject },
  ];
}

/** The cash that was handed over for a part: from here on its courier owes it. `counted`: the whole order's cash is booked already. */
export function cashFor({ sellerOrderId, courierId }: Delivered, amountMinor: bigint, counted: boolean): Movement[] {
  if (courierId === null) return [];
  const from = cashOf(courierId);
  return counted
    ? [{ kind: 'CASH_NAMED', from, to: couriers, amountMinor, subject: sellerOrderId }]
    : [{ kind: 'CASH', from, to: orders, amountMinor, subject: sellerOrderId }];
}

/** What an account has of one payment. */
export interface Holding extends Account {
  readonly minor: bigint;
}

/**
 * When more of a payment went back than is left of it undelivered, those who were paid give it back: businesses and the
 * platform's commission in proportion to what they have of it, the platform alone what is missing then. Couriers keep theirs.
 */
export function recover(holdings: readonly Holding[]): Movement[] {
  const missing = -holdings.reduce((sum, { kind, minor }) => (kind === 'ORDER_CLEARING' ? sum + minor : sum), 0n);
  if (missing <= 0n) return [];
  const payers = holdings.filter(
    ({ kind, minor }) => (kind === 'BUSINESS_PAYABLE' || kind === 'COMMISSION') && minor > 0n,
  );
  const most = payers.reduce((sum, { minor }) => sum + minor, 0n);
  const enough = missing <= most;
  const taken = enough ? missing : most;
  const shares = split(
    taken,
    payers.map(({ minor }) => minor),
  );
  const back = (from: Account, amountMinor: bigint): Movement => ({
    kind: 'REFUND_RECOVERED',
    from,
    to: orders,
    amountMinor,
  });
  const movements = payers.map(({ kind, ownerId }, index) => back({ kind, ownerId }, shares[index] ?? 0n));
  return [...movements, back(commission, missing - taken)];
}
