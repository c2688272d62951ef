/** How old steps were when they were told, in milliseconds. */
export interface Spread {
  readonly heard: number;
  readonly p50: number;
  readonly p99: number;
}

/** Half and ninety-nine of a hundred were told within these. */
export function spreadOf(ages: readonly number[]): Spread {
  const sorted = [...ages].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { heard: ages.length, p50: at(0.5), p99: at(0.99) };
}
