import type { ExecutionResult } from 'graphql';
import type { Lookup, Lookups } from '../compile/lookup.ts';
import { ENDLESS } from '../transport/patience.ts';
import type { Representations, SubgraphDocument } from '../transport/question.ts';
import { type RequestContext, unavailable } from '../transport/source.ts';
import type { SubgraphFault } from './faults.ts';
import { batchesOf, type Group, MAX_REPRESENTATIONS, type Waiting } from './groups.ts';
import { copy } from './merge.ts';
import { rightsAt } from './rights.ts';
import { type Asks, type Fetched, sourceOf } from './state.ts';

/** Entities of one lookup that somebody waits for. */
export interface Wanted {
  readonly lookup: Lookup;
  /** Representations as JSON, each once. */
  readonly texts: readonly string[];
  /** The one at `index` as a value. */
  value(index: number): unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  /** What it is the same as within a moment, where the representation says more than that. */
  readonly sameAs?: string | undefined;
}

/** What came of it, in the order of `texts`. The entities belong to whoever asked. */
export interface Loaded {
  readonly entities: readonly (Fetched | null | undefined)[];
  readonly faults: readonly LoadFault[];
}

/** An error, at one of the entities or at all. */
export interface LoadFault {
  readonly index: number | undefined;
  /** Below the entity. */
  readonly path: readonly (string | number)[];
  readonly fault: SubgraphFault;
}

/** Fetches entities; what is asked of one subgraph for the same viewer in one turn of the loop is asked at once. */
export interface EntityBatches {
  /** Rejects when the subgraph does not answer. */
  load(wanted: Wanted): Promise<Loaded>;
}

/** Opens the queue of a supergraph's subgraphs. */
export function openBatches(sources: ReadonlyMap<string, Asks>, lookups: Lookups): EntityBatches {
  /** By who asks and what subgraph. */
  let queues = new Map<string, Waiting[]>();

  function flush(): void {
    const full = queues;
    queues = new Map();
    for (const waiting of full.values()) for (const batch of batchesOf(waiting)) send(batch);
  }

  function send(groups: readonly Group[]): void {
    const together = groups.length > 1 ? lookups.together(groups.map(({ lookup }) => lookup)) : undefined;
    if (groups.length > 1 && !together) for (const group of groups) send([group]);
    else ask(groups, together).catch((error: unknown) => refuse(groups, error));
  }

  async function ask(groups: readonly Group[], together: SubgraphDocument | undefined): Promise<void> {
    const [first] = groups;
    if (!first) return;
    const { subgraph, document } = first.lookup;
    const result = await sourceOf({ sources }, subgraph).ask(
      {
        document: together ?? document,
        variables: variablesOf(groups),
        entities: groups.map((group, index) => representations(group, together ? `r${index}` : group.lookup.carrier)),
      },
      contextOf(groups),
    );
    for (const [index, group] of groups.entries()) answer(group, together ? `_${index}` : '_entities', result);
  }

  function queueOf({ lookup, context }: Wanted): Waiting[] {
    // After all answers that arrived in this turn of the loop have been worked on.
    if (queues.size === 0) setImmediate(flush);
    const key = rightsAt(lookup.subgraph, context.viewer);
    let queue = queues.get(key);
    if (!queue) {
      queue = [];
      queues.set(key, queue);
    }
    return queue;
  }

  const enqueue = (wanted: Wanted): Promise<Loaded> =>
    new Promise((resolve, reject) => void queueOf(wanted).push({ wanted, resolve, reject }));

  return {
    load: (wanted) =>
      wanted.texts.length <= MAX_REPRESENTATIONS
        ? enqueue(wanted)
        : Promise.all(slicesOf(wanted).map(enqueue)).then(rejoined),
  };
}

/** As many as one request may carry at a time. */
function slicesOf(wanted: Wanted): Wanted[] {
  const count = Math.ceil(wanted.texts.length / MAX_REPRESENTATIONS);
  return Array.from({ length: count }, (_, slice) => {
    const start = slice * MAX_REPRESENTATIONS;
    return {
      ...wanted,
      texts: wanted.texts.slice(start, start + MAX_REPRESENTATIONS),
      value: (index: number) => wanted.value(start + index),
    };
  });
}

const rejoined = (slices: readonly Loaded[]): Loaded => ({
  entities: slices.flatMap(({ entities }) => entities),
  faults: slices.flatMap(({ faults }, slice) =>
    faults.map((fault) =>
      fault.index === undefined ? fault : { ...fault, index: fault.index + slice * MAX_REPRESENTATIONS },
    ),
  ),
});

const variablesOf = (groups: readonly Group[]): Wanted['variables'] =>
  groups.length === 1 && groups[0] ? groups[0].variables : Object.assign({}, ...groups.map((group) => group.variables));

const representations = ({ texts, values }: Group, variable: string): Representations => ({ variable, texts, values });

/** Asked for by several clients, it must not end with the first of them; in several moments, it is asked in none. */
function contextOf(groups: readonly Group[]): RequestContext {
  const first = groups[0]?.waiting[0]?.wanted.context;
  if (!first) throw new Error('a batch that nobody waits for');
  if (groups.length === 1 && groups[0]?.waiting.length === 1) return first;
  const all = (holds: (context: RequestContext) => boolean) =>
    groups.every(({ waiting }) => waiting.every(({ wanted }) => holds(wanted.context)));
  if (all((context) => context === first)) return first;
  const { moment } = first;
  const shared = moment && all((context) => context.moment?.name === moment.name) ? moment : undefined;
  return { ...first, signal: ENDLESS, moment: shared };
}

const refuse = (groups: readonly Group[], error: unknown): void => {
  for (const { waiting } of groups) for (const each of waiting) each.reject(error);
};

function answer({ waiting, places, texts }: Group, alias: string, { data, errors }: ExecutionResult): void {
  const list = data?.[alias];
  const entities = Array.isArray(list) ? (list as (Fetched | null)[]) : [];
  const faults = errors?.flatMap((error) => faultOf(error as SubgraphFault, alias)) ?? [];
  // Fewer entities than asked for, and not a word about it: which is which cannot be known.
  if (entities.length !== texts.length && faults.length === 0) throw unavailable();
  if (entities.some((entity) => typeof entity !== 'object')) throw unavailable();
  if (!places) {
    waiting[0]?.resolve({ entities, faults });
    return;
  }
  const taken = new Set<number>();
  const own = (index: number): Fetched | null | undefined => {
    if (taken.has(index)) return copy(entities[index]);
    taken.add(index);
    return entities[index];
  };
  for (const [at, each] of waiting.entries()) {
    const theirs = places[at] ?? [];
    each.resolve({ entities: theirs.map(own), faults: faults.flatMap((fault) => faultFor(fault, theirs)) });
  }
}

/** An error of this list, or of none in particular. */
function faultOf(fault: SubgraphFault, alias: string): LoadFault[] {
  const [field, index, ...path] = fault.path ?? [];
  if (field === undefined) return [{ index: undefined, path: [], fault }];
  // Another list of the same request; what names none of them is about all of them.
  if (field !== alias) return isAlias(field) ? [] : [{ index: undefined, path: [], fault }];
  return [{ index: typeof index === 'number' ? index : undefined, path, fault }];
}

const isAlias = (field: string | number): boolean => /^_(\d+|entities)$/.test(`${field}`);

function faultFor(fault: LoadFault, places: readonly number[]): LoadFault[] {
  if (fault.index === undefined) return [fault];
  const index = places.indexOf(fault.index);
  return index < 0 ? [] : [{ ...fault, index }];
}
