import type { GraphQLError } from 'graphql';
import { composed, type Graph } from './graph.ts';
import { openRun, type Run } from './run.ts';
import type { Case, Suite } from './suite.ts';
import { suites } from './suites/index.ts';

const pathsOf = (errors: readonly GraphQLError[]) => errors.map(({ path }) => path?.join('.') ?? '').sort();

async function check(run: Run, row: Case): Promise<void> {
  const { data, whole, errors, asked } = await run(row);
  expect({ data: whole, errors: pathsOf(errors) }).toEqual({ data: row.data, errors: [...(row.errors ?? [])].sort() });
  // As text, because the order of fields is part of the answer.
  expect(data).toBe(JSON.stringify(row.first === undefined ? row.data : row.first));
  if (row.asks) expect(asked.asks).toEqual(row.asks);
  if (row.representations) expect(asked.representations).toEqual(row.representations);
  if (row.first === undefined) return;
  const undeferred = await run(row, { defer: false });
  expect(undeferred.data).toBe(JSON.stringify(row.data));
}

describe.each(suites.map((suite): [string, Suite] => [suite.name, suite]))('%s', (_name, suite) => {
  let graph: Graph;
  beforeAll(() => {
    graph = composed(suite);
  });

  describe.each(['hive', 'apollo'] as const)('with the planner %s', (planner) => {
    let run: Run;
    beforeAll(() => {
      run = openRun(suite, graph, planner);
    });
    // A case that a planner is known to get wrong must fail with it: once it is right, its mark has to go.
    for (const row of suite.cases)
      if (row.wrong?.includes(planner)) it.failing(`${row.name} (planned wrongly)`, () => check(run, row));
      else it(row.name, () => check(run, row));
  });
});
