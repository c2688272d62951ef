import '../supergraph/telemetry-off.ts';
import { operationFromDocument, type Schema, Supergraph } from '@apollo/federation-internals';
import { buildOperationContext, executeQueryPlan, type GraphQLDataSource, type ServiceMap } from '@apollo/gateway';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { publicError } from '@app/kernel/errors';
import type { Logger } from '@app/kernel/log';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { GraphQLError } from 'graphql';
import { shareReads } from '../caches/sharing.ts';
import { type RequestContext, type Source, unavailable } from '../transport/source.ts';

/** One operation, already admitted, with the answer it is owed. */
export interface Execution {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables: Record<string, unknown>;
  readonly context: RequestContext;
  /** Another plan than the operation's own: what is left of a subscription's plan for one event. */
  readonly plan?: QueryPlan;
  /** Sources beside the subgraphs, by the service name the plan uses: an event standing in for a fetch. */
  readonly extraSources?: Readonly<Record<string, Pick<Source, 'ask'>>>;
}

/** The supergraph at work: schemas, plans and their execution. The one file to replace for another executor. */
export interface Federation {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  /** Everything, `@inaccessible` and directives included. */
  readonly supergraphSchema: GraphQLSchema;
  readonly supergraph: Supergraph;
  readonly apiSchema: Schema;
  readonly planner: QueryPlanner;
  readonly sources: ReadonlyMap<string, Source>;
  /** The same sources as @apollo/gateway's executor takes them; the `context` of each call is a `RequestContext`. */
  readonly services: ServiceMap;
  /** The operation's plan, from memory as long as its document lives. */
  plan(document: DocumentNode, operationName?: string | null): QueryPlan;
  /** Runs a plan; whatever goes wrong is in `errors`. Ends with UPSTREAM_UNAVAILABLE when the context's signal fires. */
  execute(execution: Execution): Promise<ExecutionResult>;
  /** A live event was heard: reads from now on do not join those that began before it. */
  changed(): void;
  close(): Promise<void>;
}

/** Opens the supergraph over these sources. */
export function openFederation(
  supergraphSdl: string,
  { sources, log }: { sources: ReadonlyMap<string, Source>; log: Logger },
): Federation {
  const supergraph = Supergraph.build(supergraphSdl);
  const apiSchema = supergraph.apiSchema();
  const schema = apiSchema.toGraphQLJSSchema();
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema();
  const planner = new QueryPlanner(supergraph);
  const plans = new WeakMap<DocumentNode, Map<string, QueryPlan>>();
  const services = Object.fromEntries([...sources].map(([name, source]) => [name, dataSource(source)]));

  function plan(document: DocumentNode, operationName?: string | null): QueryPlan {
    const ofDocument = plans.get(document) ?? new Map<string, QueryPlan>();
    plans.set(document, ofDocument);
    let known = ofDocument.get(operationName ?? '');
    if (!known) {
      known = planner.buildQueryPlan(operationFromDocument(apiSchema, document, named(operationName)));
      ofDocument.set(operationName ?? '', known);
    }
    return known;
  }

  async function run({ document, operationName, variables, context, ...rest }: Execution): Promise<ExecutionResult> {
    const result = await executeQueryPlan(
      rest.plan ?? plan(document, operationName),
      rest.extraSources ? { ...services, ...mapped(rest.extraSources) } : services,
      { request: { variables }, metrics: {}, context, logger: log } as never,
      buildOperationContext({ schema, operationDocument: document, ...named(operationName) }),
      supergraphSchema,
      apiSchema,
    );
    return withoutSilentHoles(result as ExecutionResult);
  }

  const sharing = shareReads(run);

  return {
    schema,
    supergraphSchema,
    supergraph,
    apiSchema,
    planner,
    sources,
    services,
    plan,
    execute: (execution) => orGiveUp(sharing.execute(execution), execution.context.signal),
    changed: sharing.changed,
    close: async () => void (await Promise.all([...sources.values()].map((source) => source.close()))),
  };
}

const named = (operationName: string | null | undefined) => (operationName ? { operationName } : {});

const mapped = (sources: Readonly<Record<string, Pick<Source, 'ask'>>>) =>
  Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, dataSource(source)]));

/** A source as @apollo/gateway calls it. An unanswered question keeps the place in the answer that stays empty. */
const dataSource = (source: Pick<Source, 'ask'>): GraphQLDataSource => ({
  async process({ request, context, ...rest }) {
    const { query = '', variables, operationName } = request;
    try {
      const question = { query, variables, operationName };
      return (await source.ask(question, context as RequestContext)) as never;
    } catch (error) {
      const path = 'pathInIncomingRequest' in rest ? rest.pathInIncomingRequest : undefined;
      throw placed(error, path?.slice(0, path.indexOf('@') >= 0 ? path.indexOf('@') : undefined));
    }
  },
});

const placed = (error: unknown, path: readonly (string | number)[] | undefined): unknown =>
  error instanceof GraphQLError && path?.length
    ? new GraphQLError(error.message, { path, extensions: error.extensions })
    : error;

/**
 * A subgraph that answers null where its schema says "never" leaves a hole. @apollo/gateway only mentions it in
 * `extensions`; a client must learn of it as an error.
 */
function withoutSilentHoles({ extensions, ...result }: ExecutionResult): ExecutionResult {
  const holes = extensions?.valueCompletion;
  if (!Array.isArray(holes) || holes.length === 0) return result;
  const errors = holes.map(
    ({ path, message }: GraphQLError) => new GraphQLError(message, { ...(path && { path }), originalError: null }),
  );
  return { ...result, errors };
}

/** The answer, or an error as soon as the signal fires. A subgraph in this process cannot be interrupted, only left behind. */
function orGiveUp(answer: Promise<ExecutionResult>, signal: AbortSignal): Promise<ExecutionResult> {
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve({ errors: [signal.reason === 'timeout' ? tookTooLong() : unavailable()] });
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

const tookTooLong = (): GraphQLError =>
  publicError(
    'UPSTREAM_UNAVAILABLE',
    'This took too long and was given up. What it asked for may or may not have happened.',
  );
