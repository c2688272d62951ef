import { ok, type Result, refuse } from './result.ts';

/** An amount in the smallest unit of its currency. Never a float. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

const digitsByCurrency = new Map<string, number>();

/** How many decimals a currency has (ISO 4217): 2 for EUR, 0 for JPY. Throws a RangeError for what is no currency code. */
export function currencyDigits(currency: string): number {
  let digits = digitsByCurrency.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsByCurrency.set(currency, digits);
  }
  return digits;
}

/** `1250n EUR` → `12.50`. */
export function formatAmount({ minor, currency }: Money): string {
  const digits = currencyDigits(currency);
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `12.50` or `12.5` → `1250n`; refuses what is no plain decimal or has more digits than the currency. */
export function parseAmount(text: string, currency: string): Result<bigint, 'INVALID_INPUT'> {
  const digits = currencyDigits(currency);
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  if (!match || fraction.length > digits) {
    return refuse(
      'INVALID_INPUT',
      `"${text.slice(0, 40)}" is not an amount of ${currency} with at most ${digits} decimals.`,
    );
  }
  const minor = BigInt(`${match[2]}${fraction.padEnd(digits, '0')}`);
  return ok(match[1] ? -minor : minor);
}

/** The GraphQL `Money` object. */
export const toMoney = (minor: bigint, currency: string) => ({
  amount: formatAmount({ minor, currency }),
  currencyCode: currency,
  minorUnits: minor,
});

/** A share in hundredths of a percent, rounded half up: 700 of `1005n` is `70n`. */
export const basisPoints = (minor: bigint, points: number): bigint => (minor * BigInt(points) + 5_000n) / 10_000n;

/** Splits an amount in proportion to weights without losing a unit; the remainder goes to the largest fractions, first come. */
export function split(minor: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole === 0n) return weights.map((_, index) => (index === 0 ? minor : 0n));
  const shares = weights.map((weight) => (minor * weight) / whole);
  const byFraction = weights
    .map((weight, index) => ({ index, fraction: (minor * weight) % whole }))
    .sort((a, b) => (a.fraction === b.fraction ? a.index - b.index : a.fraction > b.fraction ? -1 : 1));
  let left = minor - shares.reduce((sum, share) => sum + share, 0n);
  for (const { index } of byFraction) {
    if (left === 0n) break;
    shares[index] = (shares[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return shares;
}
