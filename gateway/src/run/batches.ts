import type { ExecutionResult } from 'graphql';
import type { Lookup, Lookups } from '../compile/lookup.ts';
import type { Representations, SubgraphDocument } from '../transport/question.ts';
import { type RequestContext, unavailable } from '../transport/source.ts';
import type { SubgraphFault } from './faults.ts';
import { copy } from './merge.ts';
import { rightsOf } from './rights.ts';
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

/** Representations one request may carry; subgraphs refuse more than some thousand. */
const MAX_REPRESENTATIONS = 1_000;

interface Waiting extends Wanted {
  resolve(loaded: Loaded): void;
  reject(error: unknown): void;
}

/** Opens the queue of a supergraph's subgraphs. */
export function openBatches(sources: ReadonlyMap<string, Asks>, lookups: Lookups): EntityBatches {
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
        variables: Object.assign({}, ...groups.map(({ variables }) => variables)) as Wanted['variables'],
        entities: groups.map((group, index) => representations(group, together ? `r${index}` : 'representations')),
      },
      contextOf(groups),
    );
    for (const [index, group] of groups.entries()) answer(group, together ? `_${index}` : '_entities', result);
  }

  const enqueue = (wanted: Wanted): Promise<Loaded> =>
    new Promise((resolve, reject) => {
      const key = `${wanted.lookup.subgraph}|${rightsOf(wanted.context.viewer)}`;
      const queue = queues.get(key);
      const waiting = { ...wanted, resolve, reject };
      if (queue) queue.push(waiting);
      else {
        // After all answers that arrived in this turn of the loop have been worked on.
        if (queues.size === 0) setImmediate(flush);
        queues.set(key, [waiting]);
      }
    });

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

/** The same lookup with the same variables, asked for by one or several. */
interface Group {
  readonly lookup: Lookup;
  readonly variables: Wanted['variables'];
  readonly waiting: Waiting[];
  readonly texts: string[];
  /** Where each text came from: who wants it, and its index there. */
  readonly origins: { readonly of: Waiting; readonly at: number }[];
  readonly indexes: Map<string, number>;
}

/** Groups equal lookups, and puts groups into as few requests as their size and variables allow. */
function batchesOf(waiting: readonly Waiting[]): Group[][] {
  const open = new Map<string, Group>();
  const all: Group[] = [];
  for (const each of waiting) {
    const { lookup, variables } = each;
    const key = lookup.variables.size === 0 ? `${lookup.id}` : `${lookup.id}|${JSON.stringify(variables)}`;
    let group = open.get(key);
    if (!group || group.texts.length + each.texts.length > MAX_REPRESENTATIONS) {
      group = { lookup, variables, waiting: [], texts: [], origins: [], indexes: new Map() };
      open.set(key, group);
      all.push(group);
    }
    join(group, each);
  }
  all.sort((one, other) => one.lookup.id - other.lookup.id);
  return goTogether(all) ? [all] : all.map((group) => [group]);
}

function join({ waiting, indexes, texts, origins }: Group, each: Waiting): void {
  waiting.push(each);
  for (const [at, text] of each.texts.entries()) {
    if (indexes.has(text)) continue;
    indexes.set(text, texts.length);
    texts.push(text);
    origins.push({ of: each, at });
  }
}

function goTogether(groups: readonly Group[]): boolean {
  const [first] = groups;
  const count = groups.reduce((sum, { texts }) => sum + texts.length, 0);
  return (
    new Set(groups.map(({ lookup }) => lookup.id)).size === groups.length &&
    count <= MAX_REPRESENTATIONS &&
    groups.every(({ lookup, variables }) => lookup.variables.size === 0 || variables === first?.variables)
  );
}

const representations = ({ texts, origins }: Group, variable: string): Representations => ({
  variable,
  texts,
  values: () => origins.map(({ of, at }) => of.value(at)),
});

/** Asked for by several clients, it must not end with the first of them. */
function contextOf(groups: readonly Group[]): RequestContext {
  const contexts = new Set(groups.flatMap(({ waiting }) => waiting.map(({ context }) => context)));
  const [first] = contexts as Set<RequestContext>;
  if (!first) throw new Error('a batch that nobody waits for');
  return contexts.size === 1 ? first : { ...first, signal: NEVER };
}

const NEVER = new AbortController().signal;

const refuse = (groups: readonly Group[], error: unknown): void => {
  for (const { waiting } of groups) for (const each of waiting) each.reject(error);
};

function answer({ waiting, indexes, texts }: Group, alias: string, { data, errors }: ExecutionResult): void {
  const list = data?.[alias];
  const entities = Array.isArray(list) ? (list as (Fetched | null)[]) : [];
  const faults = (errors ?? []).flatMap((error) => faultOf(error as SubgraphFault, alias));
  // Fewer entities than asked for, and not a word about it: which is which cannot be known.
  if (entities.length !== texts.length && faults.length === 0) throw unavailable();
  const taken = new Set<number>();
  const own = (index: number): Fetched | null | undefined => {
    if (waiting.length === 1 || !taken.has(index)) {
      taken.add(index);
      return entities[index];
    }
    return copy(entities[index]);
  };
  for (const each of waiting) {
    const places = each.texts.map((text) => indexes.get(text) ?? -1);
    each.resolve({ entities: places.map(own), faults: faults.flatMap((fault) => faultFor(fault, places)) });
  }
}

/** An error of this list, or of none in particular. */
function faultOf(fault: SubgraphFault, alias: string): LoadFault[] {
  const [field, index, ...path] = fault.path ?? [];
  if (field === undefined) return [{ index: undefined, path: [], fault }];
  if (field !== alias) return [];
  return [{ index: typeof index === 'number' ? index : undefined, path, fault }];
}

function faultFor(fault: LoadFault, places: readonly number[]): LoadFault[] {
  if (fault.index === undefined) return [fault];
  const index = places.indexOf(fault.index);
  return index < 0 ? [] : [{ ...fault, index }];
}
