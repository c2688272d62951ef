/** What was run, and what came of it. */
export interface Report {
  cases: number;
  worlds: number;
  /** Supergraphs that do not compose. */
  uncomposed: number;
  /** Cases without a valid operation. */
  undrawn: number;
  /** Of the cases: whose right answer has errors. */
  withErrors: number;
  /** Questions to subgraphs. */
  questions: number;
  /** Cases that were left out, by what no planner can plan. */
  readonly excluded: Record<string, number>;
  readonly differences: Difference[];
}

/** One case in which a contender is not right, with all that a person needs to see why. */
export interface Difference {
  readonly case: number;
  readonly contender: string;
  readonly why: string;
  readonly text: string;
}

/** Nothing yet. */
export const emptyReport = (): Report => ({
  ...{ cases: 0, worlds: 0, uncomposed: 0, undrawn: 0, withErrors: 0, questions: 0 },
  excluded: {},
  differences: [],
});

/** Several as one. */
export function joined(reports: readonly Report[]): Report {
  const all = emptyReport();
  for (const { excluded, differences, ...counts } of reports) {
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) all[name] += counts[name];
    for (const [name, many] of Object.entries(excluded)) all.excluded[name] = (all.excluded[name] ?? 0) + many;
    all.differences.push(...differences);
  }
  return all;
}

/** In words, without the differences. */
export function summaryOf(report: Report, seconds: number): string {
  const { cases, worlds, uncomposed, undrawn, withErrors, questions, excluded, differences } = report;
  const left = Object.entries(excluded).map(([name, many]) => `\n  left out ${many} times: ${name}`);
  return `${cases} cases over ${worlds} supergraphs (${uncomposed} did not compose, ${undrawn} without an operation), ${withErrors} of them with errors, ${questions} questions, ${differences.length} differences, ${Math.round(seconds)} s${left.join('')}`;
}

/** Which cases: queries and mutations that are answered at once, unless one of these is set. */
export interface Mode {
  /** Queries with parts marked `@defer`. */
  readonly defer?: boolean;
  /** Subscriptions, over supergraphs that have them. */
  readonly live?: boolean;
}

/** The same on the command line. */
export const modeOf = ({ defer = false, live = false }: Mode): string =>
  `${defer ? ' --defer' : ''}${live ? ' --live' : ''}`;

/** One difference, and how to see it again. */
export const described = (
  { case: index, contender, why, text }: Difference,
  { seed, ...mode }: { readonly seed: number } & Mode,
): string =>
  `# case ${index} (npm run fuzz:gateway -- --seed ${seed} --from ${index} --cases 1${modeOf(mode)}), planner ${contender}: ${why}\n${text}`;
