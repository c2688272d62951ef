import { newId } from '@app/kernel/ids';
import type { Viewer } from '@app/kernel/viewer';
import type { GraphQLError } from 'graphql';
import type { Loaded } from '../run/batches.ts';
import { placed } from '../run/faults.ts';
import type { Answer } from '../run/run.ts';
import type { Fetched } from '../run/state.ts';
import { openPatience } from '../transport/patience.ts';
import type { Question } from '../transport/question.ts';
import type { Moment, RequestContext, Source } from '../transport/source.ts';
import type { Compiled } from './compile.ts';
import { toGraphQLError } from './refusals.ts';
import type { StepKeys } from './steps.ts';

/** What a step came to for a watcher: its answer; nothing, because it is not (or no longer) theirs; or a fault worth another try. */
export type Resolved =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly error: GraphQLError };

/** For whom something is asked of the graph, and how long anybody waits for it. */
export interface Asker {
  readonly sources: ReadonlyMap<string, Pick<Source, 'ask'>>;
  readonly viewer: Viewer;
  readonly timeoutMs: number;
}

/** Resolves one step as its watcher: the entity from its owner, then what other subgraphs add, shaped like any answer. Never rejects. */
export const resolveStep = (...step: Parameters<typeof resolved>): Promise<Resolved> =>
  resolved(...step).catch((error: unknown) => ({ kind: 'failed', error: toGraphQLError(error) }));

function resolved(
  { viewer, timeoutMs }: Asker,
  { graph, entity: lookup, responseKey, keysAsked, execution }: Compiled,
  { keys, variables, moment }: { keys: StepKeys; variables: Record<string, unknown>; moment?: Moment | undefined },
): Promise<Resolved> {
  const { engine } = graph;
  return withTimeout({ viewer, timeoutMs }, async (waiting) => {
    const context = { ...waiting, moment };
    const loaded = await engine.load(lookup, { keys, variables, context, sameAs: moment?.name });
    const [entity] = loaded.entities;
    const fault = loaded.faults[0]?.fault;
    // Nothing is left of it, so this is the place that stays empty.
    if (!entity)
      return fault ? { kind: 'failed', error: placed(fault, lookup.subgraph, [responseKey]) } : { kind: 'gone' };
    showKeys(entity, keys, keysAsked);
    const errors = faultsAt(responseKey, loaded, lookup.subgraph);
    const asked = { variables, context, data: { [responseKey]: entity }, errors };
    const answer = await engine.run(execution, asked);
    // The owner answered, so an empty answer is a fault on the way.
    const onTheWay = answer.data === 'null' ? answer.errors[0] : undefined;
    return onTheWay ? { kind: 'failed', error: onTheWay } : { kind: 'answer', answer };
  });
}

/** What is recalled shows the keys of an earlier step of its moment. */
function showKeys(entity: Fetched, keys: StepKeys, asked: Compiled['keysAsked']): void {
  for (const [name, key] of asked) if (name in entity) entity[name] = keys[key];
}

/** `_entities.0.order` is `orderTracking.order` to the client. */
const faultsAt = (responseKey: string, { faults }: Loaded, subgraph: string): GraphQLError[] =>
  faults.map(({ fault, path }) => placed(fault, subgraph, [responseKey, ...path]));

/** Asks one subgraph one question as the viewer. Throws what it answers with instead of data. */
export function askSubgraph<Data>(
  { sources, viewer, timeoutMs }: Asker,
  service: string,
  question: Question,
): Promise<Data> {
  return withTimeout({ viewer, timeoutMs }, async (context) => {
    const source = sources.get(service);
    if (!source) throw new Error(`there is no source for ${service}`);
    const answer = await source.ask(question, context);
    if (answer.errors?.[0]) throw toGraphQLError(answer.errors[0]);
    return answer.data as Data;
  });
}

/** Does something for a viewer, who waits for it at most `timeoutMs`. */
export async function withTimeout<T>(
  { viewer, timeoutMs }: Pick<Asker, 'viewer' | 'timeoutMs'>,
  work: (context: RequestContext) => Promise<T>,
): Promise<T> {
  const { patience, end } = openPatience();
  const timer = setTimeout(end, timeoutMs, 'timeout');
  try {
    return await work({ viewer, correlationId: newId('live'), signal: patience });
  } finally {
    clearTimeout(timer);
  }
}
