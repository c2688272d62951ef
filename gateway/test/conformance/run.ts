import { anonymous } from '@app/kernel/viewer';
import { execute, GraphQLError, parse } from 'graphql';
import { z } from 'zod';
import { openAdmission } from '../../src/admission/admit.ts';
import type { CompiledOperation } from '../../src/compile/operation.ts';
import { openEngine } from '../../src/engine.ts';
import { limitsShape } from '../../src/limits/table.ts';
import { openPlanner } from '../../src/planning/open.ts';
import type { Planner } from '../../src/planning/port.ts';
import type { Answer } from '../../src/run/run.ts';
import type { Asks, Fetched } from '../../src/run/state.ts';
import type { RequestContext } from '../../src/transport/source.ts';
import { type Answerer, type Asked, answerer, type Graph } from './graph.ts';
import { joined } from './parts.ts';
import type { Case, Suite } from './suite.ts';

/** What came of a case. */
export interface Outcome {
  /** JSON text; with `@defer`, of the first answer. */
  readonly data: string;
  /** The whole answer, parts that followed included. */
  readonly whole: unknown;
  readonly errors: readonly GraphQLError[];
  readonly asked: Asked;
}

/** Runs one case, on its own. */
export type Run = (row: Case, options?: { defer?: boolean }) => Promise<Outcome>;

const SILENT = { warn: () => {} };

/** Opens the gateway's engine over a composed suite, behind the checks that every operation passes. */
export function openRun(suite: Suite, graph: Graph, planner: Planner['name']): Run {
  let current: Answerer | undefined;
  const source = (name: string): Asks => ({
    ask: async (question) => {
      if (!current) throw new Error(`${name} is asked after all was answered`);
      return current.ask(name, question);
    },
  });
  const { supergraphSdl, schemas } = graph;
  const sources = new Map(Object.keys(suite.subgraphs).map((name) => [name, source(name)]));
  const engine = openEngine({
    supergraphSdl,
    schemas,
    planner: openPlanner({ supergraphSdl, wanted: planner, log: SILENT }),
    sources,
  });
  const { schema } = schemas;
  const limits = { ...z.object(limitsShape).parse({}), LIMIT_ALIASES: 100 };
  const admission = openAdmission({ schema, guards: new Map(), limits, openSchema: true });

  return async (row, { defer = row.first !== undefined } = {}) => {
    const answering = answerer(suite, graph, row);
    const { viewer } = context();
    const { query, operationName, variables = {} } = row;
    const document = parse(query);
    const verdict = admission.admit({ document, operationName, variables, viewer });
    const { asked } = answering;
    if (!verdict.ok) return { data: 'null', whole: null, errors: verdict.errors, asked };
    current = answering;
    const operation = engine.compile(document, operationName, { defer });
    const data = await eventOf(operation, { suite, graph, variables });
    const answer = await engine.run(operation, { variables, context: context(), data });
    return { ...(await whole(answer)), asked };
  };
}

async function whole({ data, errors, later }: Answer): Promise<Omit<Outcome, 'asked'>> {
  const { answer, errors: more } = await joined(JSON.parse(data), later);
  return { data, whole: answer, errors: [...errors, ...more] };
}

/** What the owning subgraph would send to a subscription, as the plan asks for it. */
async function eventOf(
  { primary }: CompiledOperation,
  { suite, graph, variables }: { suite: Suite; graph: Graph; variables: Case['variables'] },
): Promise<Fetched | undefined> {
  if (!primary) return undefined;
  const { subgraph, operation } = primary;
  const schema = graph.subgraphs.get(subgraph);
  if (!schema) throw new GraphQLError(`no subgraph ${subgraph}`);
  const rootValue = suite.subgraphs[subgraph]?.root;
  const { data } = await execute({ schema, document: parse(operation.text), rootValue, variableValues: variables });
  return JSON.parse(JSON.stringify(data));
}

/** Nobody in particular, in no hurry. */
const context = (): RequestContext => ({
  viewer: anonymous('gateway'),
  correlationId: 'conformance',
  signal: new AbortController().signal,
});
