import type { Lookup } from '../compile/lookup.ts';
import type { Loaded, Wanted } from './batches.ts';

/** Representations one request may carry; subgraphs refuse more than some thousand. */
export const MAX_REPRESENTATIONS = 1_000;

/** Entities that somebody waits for. */
export interface Waiting {
  readonly wanted: Wanted;
  resolve(loaded: Loaded): void;
  reject(error: unknown): void;
}

/** The same lookup with the same variables, asked for by one or several. */
export interface Group {
  readonly lookup: Lookup;
  readonly variables: Wanted['variables'];
  readonly waiting: readonly Waiting[];
  /** Representations of all of them, each once, and the values behind them. */
  readonly texts: readonly string[];
  values(): unknown[];
  /** Where those of each one stand in `texts`; undefined for the only one, whose they are. */
  readonly places: readonly (readonly number[])[] | undefined;
}

/** Groups equal lookups, and puts groups into as few requests as their size and variables allow. */
export const batchesOf = (waiting: readonly Waiting[]): Group[][] =>
  waiting.length === 1 ? [[groupOf(waiting)]] : batched(waiting);

function batched(waiting: readonly Waiting[]): Group[][] {
  const open = new Map<string, Waiting[]>();
  const counts = new Map<string, number>();
  const all: Waiting[][] = [];
  for (const each of waiting) {
    const { lookup, variables, texts } = each.wanted;
    const key = lookup.variables.size === 0 ? `${lookup.id}` : `${lookup.id}|${JSON.stringify(variables)}`;
    const count = (counts.get(key) ?? 0) + texts.length;
    const group = open.get(key);
    counts.set(key, group && count > MAX_REPRESENTATIONS ? texts.length : count);
    if (group && count <= MAX_REPRESENTATIONS) group.push(each);
    else {
      const fresh = [each];
      open.set(key, fresh);
      all.push(fresh);
    }
  }
  const groups = all.map(groupOf).sort((one, other) => one.lookup.id - other.lookup.id);
  return goTogether(groups) ? [groups] : groups.map((group) => [group]);
}

function groupOf(waiting: readonly Waiting[]): Group {
  const [first] = waiting;
  if (!first) throw new Error('a group that nobody waits in');
  const { lookup, variables, texts } = first.wanted;
  if (waiting.length > 1) return { lookup, variables, waiting, ...merged(waiting) };
  const values = () => texts.map((_, index) => first.wanted.value(index));
  return { lookup, variables, waiting, texts, values, places: undefined };
}

function merged(waiting: readonly Waiting[]): Pick<Group, 'texts' | 'values' | 'places'> {
  const indexes = new Map<string, number>();
  const origins: { readonly of: Wanted; readonly at: number }[] = [];
  const places = waiting.map(({ wanted: of }) =>
    of.texts.map((text, at) => {
      let index = indexes.get(text);
      if (index === undefined) {
        index = origins.length;
        indexes.set(text, index);
        origins.push({ of, at });
      }
      return index;
    }),
  );
  return { texts: [...indexes.keys()], values: () => origins.map(({ of, at }) => of.value(at)), places };
}

function goTogether(groups: readonly Group[]): boolean {
  const count = groups.reduce((sum, { texts }) => sum + texts.length, 0);
  return (
    new Set(groups.map(({ lookup }) => lookup.id)).size === groups.length &&
    count <= MAX_REPRESENTATIONS &&
    agree(groups)
  );
}

/** Whether no variable has one value here and another there. */
function agree(groups: readonly Group[]): boolean {
  const values = new Map<string, unknown>();
  for (const [name, value] of groups.flatMap(({ variables }) => Object.entries(variables))) {
    if (values.has(name) && values.get(name) !== value) return false;
    values.set(name, value);
  }
  return true;
}
