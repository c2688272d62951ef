import { basisPoints, split } from '@app/kernel/money';

/** A line with what its price depends on. Terms of a business are the same on all of its lines. */
export interface PricedLine {
  readonly businessId: string;
  readonly unitMinor: bigint;
  readonly quantity: number;
  readonly taxBasisPoints: number;
  readonly deliveryFeeMinor: bigint;
}

/** What has to be paid, in minor units of the lines' one currency. */
export interface Amounts {
  readonly subtotalMinor: bigint;
  readonly taxMinor: bigint;
  readonly deliveryFeeMinor: bigint;
  readonly discountMinor: bigint;
  /** For the couriers. */
  readonly tipMinor: bigint;
  /** subtotal + tax + delivery fee + tip - discount. */
  readonly totalMinor: bigint;
}

const NOTHING: Amounts = {
  subtotalMinor: 0n,
  taxMinor: 0n,
  deliveryFeeMinor: 0n,
  discountMinor: 0n,
  tipMinor: 0n,
  totalMinor: 0n,
};

/** The price of a line. */
export const lineTotal = ({ unitMinor, quantity }: { unitMinor: bigint; quantity: number }): bigint =>
  unitMinor * BigInt(quantity);

/** What is paid for one business's part: its lines, tax on their sum (rounded once, half up), one delivery fee and its share of the tip. */
function partAmounts(lines: readonly PricedLine[], tipMinor: bigint): Amounts {
  const [first] = lines;
  if (!first) return NOTHING;
  const subtotalMinor = lines.reduce((sum, line) => sum + lineTotal(line), 0n);
  const taxMinor = basisPoints(subtotalMinor, first.taxBasisPoints);
  const { deliveryFeeMinor } = first;
  return {
    subtotalMinor,
    taxMinor,
    deliveryFeeMinor,
    discountMinor: 0n,
    tipMinor,
    totalMinor: subtotalMinor + taxMinor + deliveryFeeMinor + tipMinor,
  };
}

/** The sum of several amounts. */
export const sumAmounts = (all: readonly Omit<Amounts, 'discountMinor'>[]): Amounts =>
  all.reduce<Amounts>(
    (sum, part) => ({
      subtotalMinor: sum.subtotalMinor + part.subtotalMinor,
      taxMinor: sum.taxMinor + part.taxMinor,
      deliveryFeeMinor: sum.deliveryFeeMinor + part.deliveryFeeMinor,
      discountMinor: 0n,
      tipMinor: sum.tipMinor + part.tipMinor,
      totalMinor: sum.totalMinor + part.totalMinor,
    }),
    NOTHING,
  );

/** One business's lines and what they cost. */
export interface PricedPart<Line extends PricedLine> {
  readonly businessId: string;
  readonly lines: readonly Line[];
  readonly amounts: Amounts;
}

/**
 * The price of a cart, by business and in all. The cart shows it and checkout charges it: the only place where prices are
 * computed. A tip is shared by the parts in equal measure, as each is a way for a courier; what is left over goes to the first.
 */
export function priceOf<Line extends PricedLine>(
  lines: readonly Line[],
  tipMinor = 0n,
): { parts: readonly PricedPart<Line>[]; amounts: Amounts } {
  const businessIds = [...new Set(lines.map((line) => line.businessId))];
  const tips = split(
    tipMinor,
    businessIds.map(() => 1n),
  );
  const parts = businessIds.map((businessId, index) => {
    const own = lines.filter((line) => line.businessId === businessId);
    return { businessId, lines: own, amounts: partAmounts(own, tips[index] ?? 0n) };
  });
  return { parts, amounts: sumAmounts(parts.map((part) => part.amounts)) };
}
