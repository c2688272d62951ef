import { currencyDigits } from '@app/kernel/money';
import { ProviderRefused } from './port.ts';

/** How a provider's API counts money. */
export interface Minting {
  /** Decimals of what it counts in, where that is not two. */
  readonly decimals: Readonly<Record<string, number>>;
  /** What its amounts must be a multiple of, where that is not one. */
  readonly steps: Readonly<Record<string, number>>;
}

const list = (codes: string, value: number): Record<string, number> =>
  Object.fromEntries(codes.split(' ').map((code) => [code, value]));

/** Stripe's table: ISK and UGX are counted in hundredths although they have none, thousandths end in 0. */
export const stripeMinting: Minting = {
  decimals: {
    ...list('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF', 0),
    ...list('BHD JOD KWD OMR TND', 3),
  },
  steps: { ...list('BHD JOD KWD OMR TND', 10), ...list('ISK UGX', 100) },
};

/** Razorpay's table: thousandths end in 0. */
export const razorpayMinting: Minting = {
  decimals: {
    ...list('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF', 0),
    ...list('BHD IQD JOD KWD OMR TND', 3),
  },
  steps: list('BHD IQD JOD KWD OMR TND', 10),
};

/** Our minor units as a provider counts them. Throws ProviderRefused for what it cannot be told exactly. */
export function toTheirs({ decimals, steps }: Minting, minor: bigint, currency: string): bigint {
  const theirs = rescale(minor, currencyDigits(currency), decimals[currency] ?? 2);
  if (theirs === null || theirs % BigInt(steps[currency] ?? 1) !== 0n)
    throw new ProviderRefused(`the provider takes no ${minor} of ${currency}: it has fewer decimals`);
  return theirs;
}

/** What a provider counts, in our minor units. Throws a RangeError for a fraction of one. */
export function toOurs({ decimals }: Minting, theirs: bigint, currency: string): bigint {
  const minor = rescale(theirs, decimals[currency] ?? 2, currencyDigits(currency));
  if (minor === null) throw new RangeError(`${theirs} of ${currency} is no whole number of our units`);
  return minor;
}

function rescale(amount: bigint, from: number, to: number): bigint | null {
  if (to >= from) return amount * 10n ** BigInt(to - from);
  const unit = 10n ** BigInt(from - to);
  return amount % unit === 0n ? amount / unit : null;
}
