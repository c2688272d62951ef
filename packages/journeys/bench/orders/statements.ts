import type { Statement } from './ground.ts';

const WIDTH = 150;

/** Statements an order by database, those of each in the order of their number. */
export function statementLines(statements: readonly Statement[], orders: number): string[] {
  const domains = [...new Set(statements.map(({ domain }) => domain))].sort();
  return domains.flatMap((domain) => {
    const own = statements.filter((statement) => statement.domain === domain);
    return [
      lineOf(own.reduce(add), domain.toUpperCase(), orders),
      ...own.map((each) => lineOf(each, each.text, orders)),
    ];
  });
}

const add = (a: Statement, b: Statement): Statement => ({ ...a, calls: a.calls + b.calls, ms: a.ms + b.ms });

function lineOf({ calls, ms }: Statement, text: string, orders: number): string {
  const short = text.replaceAll(/\s+/g, ' ').slice(0, WIDTH);
  return `${(calls / orders).toFixed(2).padStart(7)} × ${(ms / calls).toFixed(3).padStart(8)} ms  ${short}`;
}
