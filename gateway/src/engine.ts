import { type DocumentNode, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import type { PublicReads } from './caches/public/open.ts';
import { type Lookup, openLookups } from './compile/lookup.ts';
import { type CompiledOperation, compileOperation } from './compile/operation.ts';
import { typesOf } from './compile/types.ts';
import type { Planner } from './planning/port.ts';
import { type Loaded, openBatches } from './run/batches.ts';
import { recalling } from './run/moments.ts';
import { type Answer, type Run, run } from './run/run.ts';
import { type Asks, type Engineering, pick } from './run/state.ts';
import { type Schemas, schemasOf } from './supergraph/schemas.ts';

/** One supergraph at work: operations are compiled once and then run as often as anybody asks. */
export interface Engine {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly sources: ReadonlyMap<string, Asks>;
  /** Plans and compiles one operation of a valid document. */
  compile(document: DocumentNode, operationName?: string | null, options?: { defer?: boolean }): CompiledOperation;
  /** Runs it. Never rejects: what goes wrong is in `errors`. */
  run(operation: CompiledOperation, asked: Run): Promise<Answer>;
  /** The lookup of a query for `_entities(representations: $representations)`. */
  lookup(subgraph: string, query: string): Lookup;
  /** Asks for one entity by its keys; within a moment, for whatever is `sameAs` it. Rejects when the subgraph does not answer. */
  load(
    lookup: Lookup,
    asked: Pick<Run, 'variables' | 'context'> & { readonly keys: object; readonly sameAs?: string | undefined },
  ): Promise<Loaded>;
  /** Parses, compiles and runs; nothing is remembered. */
  execute(asked: Run & { query: string; operationName?: string | null; defer?: boolean }): Promise<Answer>;
}

/** What an engine is made of. */
export interface EngineParts {
  readonly supergraphSdl: string;
  /** The same, where it has been read already. */
  readonly schemas?: Schemas;
  readonly planner: Planner;
  readonly sources: ReadonlyMap<string, Asks>;
  /** What is kept of public data, between this and the sources; without it, everything is asked for. */
  readonly kept?: PublicReads | undefined;
}

const NOTHING_KEPT: PublicReads = { sources: (sources) => sources, batches: (batches) => batches };

/** Opens an engine over a supergraph's subgraphs. */
export function openEngine({
  supergraphSdl,
  schemas = schemasOf(supergraphSdl),
  planner,
  sources: given,
  kept = NOTHING_KEPT,
}: EngineParts): Engine {
  const { schema, supergraphSchema } = schemas;
  const types = typesOf(supergraphSchema);
  const lookups = openLookups(types);
  const sources = kept.sources(given);
  const engineering: Engineering = { types, sources, batches: recalling(kept.batches(openBatches(sources, lookups))) };
  const compiler = { schema, types, planner, lookups };

  const engine: Engine = {
    schema,
    sources,
    compile(document, operationName, { defer = false } = {}) {
      const operation = getOperationAST(document, operationName);
      if (!operation) throw new Error(`the document has no operation ${operationName ?? ''}`);
      return compileOperation(compiler, { document, operation, defer });
    },
    run: (operation, asked) => run(engineering, operation, asked),
    lookup: (subgraph, query) => lookups.alone(subgraph, query),
    load: (lookup, { keys, sameAs, variables, context }) =>
      engineering.batches.load({
        lookup,
        texts: [JSON.stringify(keys)],
        value: () => ({ ...keys }),
        variables: pick(lookup.variables.keys(), { variables }),
        context,
        sameAs,
      }),
    execute: ({ query, operationName, defer = false, ...asked }) =>
      engine.run(engine.compile(parse(query), operationName, { defer }), asked),
  };
  return engine;
}
