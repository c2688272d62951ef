import type { EntitiesList, EntitiesStep } from '../compile/steps.ts';
import type { Loaded } from './batches.ts';
import { collect, commonPlace, placesOf } from './collect.ts';
import { placedAll, renamed, thrown } from './faults.ts';
import { indexing, type Represented } from './indexing.ts';
import { copy, merge } from './merge.ts';
import { type Fetched, pick, type State } from './state.ts';

/** Entities to ask for, and where what comes belongs. */
interface Gathered extends Represented {
  readonly list: EntitiesList;
  /** By way. */
  readonly targets: Targets[];
}

/** Entities in the answer so far that were found on one way, and where in `texts` the representation of each is. */
interface Targets {
  readonly entities: Fetched[];
  readonly indexes: number[];
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
  const indexOf = indexing(list.represent, gathered, flags);
  for (const way of list.ways) {
    const found: Fetched[] = [];
    collect(data, way, found);
    const targets: Targets = { entities: [], indexes: [] };
    for (const entity of sharing.yes ? new Set(found) : found) {
      const index = indexOf(entity);
      if (index < 0) continue;
      targets.entities.push(entity);
      targets.indexes.push(index);
    }
    gathered.targets.push(targets);
  }
  return gathered;
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
  const used: boolean[] = [];
  for (const way of targets) give(way, { entities, used }, state);
}

/** `used` are the entities that stand somewhere already. */
function give({ entities: places, indexes }: Targets, { entities, used }: Given, state: State): void {
  const here: Fetched[] = [];
  for (let at = 0; at < places.length; at++) {
    const index = indexes[at] as number;
    const original = entities[index];
    if (!original) continue;
    let given = here[index];
    if (given) state.sharing.yes = true;
    else {
      given = used[index] ? copy(original) : original;
      used[index] = true;
      here[index] = given;
    }
    merge(places[at] as Fetched, given, state.engineering.types);
  }
}

interface Given extends Pick<Loaded, 'entities'> {
  readonly used: boolean[];
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
    const found = targets.flatMap((way, at) =>
      way.entities.flatMap((entity, which) => (way.indexes[which] === index && places[at]?.get(entity)) || []),
    );
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
