import type { Flags } from '../compile/conditions.ts';
import type { EntitiesList, EntitiesStep } from '../compile/steps.ts';
import type { Way } from '../compile/way.ts';
import type { Loaded } from './batches.ts';
import { collect, commonPlace, placesOf } from './collect.ts';
import { placedAll, renamed, thrown } from './faults.ts';
import { copy, merge } from './merge.ts';
import { type Fetched, pick, type State } from './state.ts';

/** Entities to ask for, and where what comes belongs. */
interface Gathered {
  readonly list: EntitiesList;
  /** Each representation once, and an entity it was made of. */
  readonly texts: string[];
  readonly examples: Fetched[];
  readonly targets: Target[];
}

/** An entity in the answer so far, its representation and the way it was found. */
interface Target {
  readonly entity: Fetched;
  readonly index: number;
  readonly way: number;
}

/** Asks for more of entities that are there already; undefined when there are none. */
export function fetchEntities({ lists }: EntitiesStep, state: State): Promise<void> | undefined {
  let pending: Promise<void>[] | undefined;
  for (const list of lists) {
    if (list.lookup.counts?.(state.flags) === false) continue;
    const gathered = gather(list, state);
    if (gathered.texts.length === 0) continue;
    pending ??= [];
    pending.push(load(gathered, state));
  }
  if (!pending) return undefined;
  return pending.length === 1 ? pending[0] : Promise.all(pending).then(() => undefined);
}

function gather(list: EntitiesList, { data, flags, sharing }: State): Gathered {
  const gathered: Gathered = { list, texts: [], examples: [], targets: [] };
  const indexOf = indexing(gathered, flags);
  for (let way = 0; way < list.ways.length; way++) {
    const found: Fetched[] = [];
    collect(data, list.ways[way] as Way, found);
    for (const entity of sharing.yes ? new Set(found) : found) {
      const index = indexOf(entity);
      if (index >= 0) gathered.targets.push({ entity, index, way });
    }
  }
  return gathered;
}

/** The index of an entity's representation; -1 when it has none. Most are told apart without writing them. */
function indexing({ list, texts, examples }: Gathered, flags: Flags): (entity: Fetched) => number {
  const { represent } = list;
  const byText = new Map<string, number>();
  const byKey = new Map<unknown, Map<unknown, number>>();

  function written(entity: Fetched): number {
    const text = represent.text(entity, flags);
    if (text === undefined) return -1;
    let index = byText.get(text);
    if (index === undefined) {
      index = texts.length;
      byText.set(text, index);
      texts.push(text);
      examples.push(entity);
    }
    return index;
  }

  return (entity) => {
    const { __typename } = entity;
    const key = represent.keyOf(__typename);
    if (key === undefined) return written(entity);
    const value = entity[key];
    let ofType = byKey.get(__typename);
    if (!ofType) {
      ofType = new Map();
      byKey.set(__typename, ofType);
    }
    let index = ofType.get(value);
    if (index === undefined) {
      index = written(entity);
      ofType.set(value, index);
    }
    return index;
  };
}

async function load(gathered: Gathered, state: State): Promise<void> {
  const { list, texts, examples } = gathered;
  const { engineering, context, flags } = state;
  try {
    const loaded = await engineering.batches.load({
      lookup: list.lookup,
      texts,
      value: (index) => list.represent.value(examples[index] as Fetched, flags),
      variables: pick(list.lookup.variables.keys(), state),
      context,
    });
    if (loaded.faults.length > 0) report(gathered, loaded, state);
    spread(gathered, loaded, state);
  } catch (error) {
    for (const way of list.ways) state.errors.push(thrown(error, commonPlace(state.data, way)));
  }
}

/**
 * Puts each entity into all its places. In places of the same way everything below is asked for alike, so they share its
 * objects; those of another way get a copy, because a later fetch may bring different things under the same names.
 */
function spread({ list, targets }: Gathered, { entities }: Loaded, state: State): void {
  if (list.rewrite) for (const entity of entities) list.rewrite(entity);
  const given = new Map<number, Fetched>();
  const used = new Set<number>();
  for (const { entity, index, way } of targets) {
    const original = entities[index];
    if (!original) continue;
    const key = index * list.ways.length + way;
    let found = given.get(key);
    if (found) state.sharing.yes = true;
    else {
      found = used.has(index) ? copy(original) : original;
      used.add(index);
      given.set(key, found);
    }
    merge(entity, found, state.engineering.types);
  }
}

/** Tells errors at every place of the entity they belong to. */
function report({ list, targets }: Gathered, { faults, entities }: Loaded, { data, errors, emptied }: State): void {
  const { subgraph } = list.lookup;
  const places = list.ways.map((way) => placesOf(data, way));
  for (const { fault, index, path } of faults) {
    if (index === undefined) {
      const found = list.ways.map((way) => commonPlace(data, way));
      errors.push(...placedAll(fault, subgraph, found));
      continue;
    }
    const found = targets
      .filter((target) => target.index === index)
      .flatMap(({ entity, way }) => places[way]?.get(entity) ?? []);
    const below = renamed(path, list.renames);
    errors.push(
      ...placedAll(
        fault,
        subgraph,
        found.map((place) => [...place, ...below]),
      ),
    );
    if (!entities[index]) emptied.push(...found);
  }
}
