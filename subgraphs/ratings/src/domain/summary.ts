/** All ratings of one subject. */
export interface Summary {
  /** 1 to 5 with two decimals; null while there is none. */
  readonly average: number | null;
  readonly count: number;
}

/** What a subject's totals come to. */
export const summaryOf = (total: { count: number; sum: number } | undefined): Summary =>
  total
    ? { average: Math.round((total.sum * 100) / total.count) / 100, count: total.count }
    : { average: null, count: 0 };
