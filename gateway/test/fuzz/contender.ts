import { anonymous } from '@app/kernel/viewer';
import { parse } from 'graphql';
import type { CompiledOperation } from '../../src/compile/operation.ts';
import { type Engine, openEngine } from '../../src/engine.ts';
import { openPlanner } from '../../src/planning/open.ts';
import type { Planner } from '../../src/planning/port.ts';
import type { Schemas } from '../../src/supergraph/schemas.ts';
import type { Question } from '../../src/transport/question.ts';
import type { RequestContext, Source } from '../../src/transport/source.ts';
import { joined } from '../conformance/parts.ts';
import type { Log, Subgraph } from './answers/subgraph.ts';
import type { Truth } from './answers/values.ts';
import type { Told } from './compare/verdict.ts';
import type { Operation } from './operations/operation.ts';
import { randomFrom } from './random.ts';

/** A gateway whose answers are compared with the reference. */
export interface Contender {
  readonly name: string;
  /** Whether it answers in parts, put together here: the order of names is nobody's promise then. */
  readonly inParts?: boolean;
  /** Rejects where the operation has no plan. */
  answer(operation: Operation, truth: Truth, log: Log): Promise<Told>;
}

/** What contenders are opened over. */
export interface Graph {
  readonly supergraphSdl: string;
  readonly schemas: Schemas;
  readonly subgraphs: readonly Subgraph[];
}

/** Which gateway to open. */
export interface Opening {
  readonly planner: Planner['name'];
  /** Apollo's planner, where it is open already. */
  readonly apollo?: Planner;
  /** Whether parts marked `@defer` may follow later. */
  readonly inParts?: boolean;
}

/** This gateway over one of its planners. */
export function openContender(graph: Graph, { planner, apollo, inParts = false }: Opening): Contender {
  const cases = new WeakMap<RequestContext, Running>();
  const known = (context: RequestContext) => cases.get(context);
  const sources = new Map(graph.subgraphs.map((subgraph) => [subgraph.name, sourceOf(subgraph, known)]));
  const { supergraphSdl } = graph;
  const opened = openPlanner({ supergraphSdl, wanted: planner, log: PUNCTUAL, apollo });
  const engine = openEngine({ ...graph, planner: opened, sources });
  const compiled = compiling(engine, inParts);
  return {
    name: planner,
    inParts,
    async answer(operation, truth, noted) {
      const context: RequestContext = { viewer: nobody, correlationId: 'fuzz', signal: new AbortController().signal };
      cases.set(context, { truth, log: noted });
      const { variables } = operation;
      const { data, errors, later } = await engine.run(compiled(operation), { variables, context });
      const whole = await joined(JSON.parse(data), later);
      return { data: whole.answer, errors: [...errors, ...whole.errors] };
    },
  };
}

/** A planner that was late is none that has no plan: what the other one makes instead is not what is to be compared. */
export const PUNCTUAL = {
  warn(what: unknown) {
    const { err } = what as { readonly err?: unknown };
    if (/the Rust query planner (took too long|ended with SIGKILL)/.test(String(err))) throw err;
  },
};

/** Each operation once; one that has no plan never has. */
function compiling(engine: Engine, defer: boolean): (operation: Operation) => CompiledOperation {
  const known = new WeakMap<Operation, () => CompiledOperation>();
  return (operation) => {
    const again = known.get(operation) ?? attempt(() => engine.compile(parse(operation.text), undefined, { defer }));
    known.set(operation, again);
    return again();
  };
}

function attempt<Made>(make: () => Made): () => Made {
  try {
    const made = make();
    return () => made;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

const nobody = anonymous('gateway');

/** A case under way. */
export interface Running {
  readonly truth: Truth;
  readonly log: Log;
}

/** The subgraph as a source. How long it takes differs from case to case, so that answers arrive in any order. */
export function sourceOf(
  subgraph: Subgraph,
  running: (context: RequestContext) => Running | undefined,
): Pick<Source, 'ask'> {
  return {
    async ask(question, context) {
      const known = running(context);
      if (!known) throw new Error('nobody runs this case');
      const { truth, log } = known;
      const random = randomFrom(truth.seed + log.questions.length);
      for (let turns = random.below(4); turns > 0; turns--) await new Promise(setImmediate);
      const result = await subgraph.answer({
        text: question.document.text,
        variables: variablesOf(question, random.chance(0.5)),
        truth,
        log,
      });
      return JSON.parse(JSON.stringify(result));
    },
  };
}

/** As over the wire, or as in this process. */
function variablesOf({ variables, entities = [] }: Question, wire: boolean): Record<string, unknown> {
  const representations = entities.map(({ variable, texts, values }) => [
    variable,
    wire ? JSON.parse(`[${texts.join(',')}]`) : values(),
  ]);
  return { ...variables, ...Object.fromEntries(representations) };
}
