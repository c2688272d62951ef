import { newId } from '@app/kernel/ids';
import type { Viewer } from '@app/kernel/viewer';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Federation } from '../execution/federation.ts';
import type { RequestContext } from '../transport/source.ts';
import { type Compiled, EVENT_SERVICE, KEYS_VARIABLE } from './compile.ts';
import { toGraphQLError } from './refusals.ts';
import type { StepKeys } from './steps.ts';

/** What a step came to for a watcher: its answer; nothing, because it is not (or no longer) theirs; or a fault worth another try. */
export type Resolved =
  | { readonly kind: 'answer'; readonly result: ExecutionResult }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly error: GraphQLError };

/** For whom something is asked of the graph, and how long anybody waits for it. */
export interface Asker {
  readonly federation: Federation;
  readonly viewer: Viewer;
  readonly timeoutMs: number;
}

/** Resolves one step as its watcher: the entity from its owner, then what other subgraphs add, shaped like any answer. */
export function resolveStep(
  { federation, viewer, timeoutMs }: Asker,
  compiled: Compiled,
  { keys, variables }: { keys: StepKeys; variables: Record<string, unknown> },
): Promise<Resolved> {
  const { responseKey, document, operationName, plan } = compiled;
  const owner = sourceOf(federation, compiled.owner);
  return withTimeout({ viewer, timeoutMs }, async (context) => {
    let entityIs: Resolved | undefined;
    const event: typeof owner = {
      async ask({ variables: used, operationName: name }, asker) {
        const asked = { query: compiled.entityQuery, variables: { ...used, [KEYS_VARIABLE]: [keys] } };
        const answer = await owner.ask({ ...asked, operationName: name }, asker);
        const entity = (answer.data?._entities as (object | null)[] | undefined)?.[0];
        const fault = answer.errors?.[0];
        if (!entity) entityIs = fault ? { kind: 'failed', error: toGraphQLError(fault) } : { kind: 'gone' };
        const errors = answer.errors?.map((error) => atResponseKey(error, responseKey));
        return { data: entity ? { [responseKey]: entity } : null, ...(errors && { errors }) };
      },
    };
    const extraSources = { [EVENT_SERVICE]: event };
    const result = await federation.execute({ document, operationName, variables, context, plan, extraSources });
    // Without the owner's word on it, an empty answer is a fault on the way.
    const fault = result.data?.[responseKey] ? undefined : result.errors?.[0];
    return entityIs ?? (fault ? { kind: 'failed', error: fault } : { kind: 'answer', result });
  });
}

/** Asks one subgraph one query as the viewer. Throws what it answers with instead of data. */
export function askSubgraph<Data>(
  { federation, viewer, timeoutMs }: Asker,
  service: string,
  { query, variables }: { query: string; variables: Record<string, unknown> },
): Promise<Data> {
  const source = sourceOf(federation, service);
  return withTimeout({ viewer, timeoutMs }, async (context) => {
    const answer = await source.ask({ query, variables }, context);
    if (answer.errors?.[0]) throw toGraphQLError(answer.errors[0]);
    return answer.data as Data;
  });
}

function sourceOf({ sources }: Federation, service: string): Pick<NonNullable<ReturnType<typeof sources.get>>, 'ask'> {
  const source = sources.get(service);
  if (!source) throw new Error(`there is no source for ${service}`);
  return source;
}

/** Does something for a viewer, who waits for it at most `timeoutMs`. */
export async function withTimeout<T>(
  { viewer, timeoutMs }: Pick<Asker, 'viewer' | 'timeoutMs'>,
  work: (context: RequestContext) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort('timeout'), timeoutMs);
  try {
    return await work({ viewer, correlationId: newId('live'), signal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** `_entities.0.order` is `orderTracking.order` to the client. */
const atResponseKey = ({ message, path, extensions }: GraphQLError, responseKey: string): GraphQLError =>
  new GraphQLError(message, { path: [responseKey, ...(path ?? []).slice(2)], extensions });
