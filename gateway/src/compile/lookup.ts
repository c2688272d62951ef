import {
  type ASTNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { fetchDocument } from '../planning/fetch-documents.ts';
import type { EntitiesNode } from '../planning/plan.ts';
import { type SubgraphDocument, subgraphDocument } from '../transport/question.ts';
import type { Condition } from './conditions.ts';
import { countsWhen } from './counting.ts';
import type { Types } from './types.ts';

/**
 * One `_entities` selection of one subgraph. The same selection is the same lookup, whichever operation it comes from,
 * so that what is asked at the same moment can be asked together.
 */
export interface Lookup {
  readonly id: number;
  readonly subgraph: string;
  readonly selection: string;
  readonly fragments: ReadonlyMap<string, string>;
  /** Definitions of the client's variables it uses, by name. */
  readonly variables: ReadonlyMap<string, string>;
  /** The variable that carries its representations when it is asked for alone. */
  readonly carrier: string;
  /** When anything is asked for, given the variables. Undefined: always. */
  readonly counts: Condition | undefined;
  /** Asks for just this lookup, as `_entities`. */
  readonly document: SubgraphDocument;
}

/** Every document sent to subgraphs, each once. */
export interface Lookups {
  /** The lookups of a planned fetch, in the order of its lists. */
  of(node: EntitiesNode): readonly Lookup[];
  /** The lookup of a query with just `_entities`. */
  alone(subgraph: string, query: string): Lookup;
  /** One document for several lookups, as `_0`, `_1`, … by `$r0`, `$r1`, …; undefined when they do not go together. */
  together(lookups: readonly Lookup[]): SubgraphDocument | undefined;
}

const MAX_LOOKUPS = 20_000;
/** Combinations are many; those beyond this bound are asked apart. */
const MAX_COMBINATIONS = 500;

/** Opens the memory of lookups. */
export function openLookups(types: Types): Lookups {
  const known = new LRUCache<string, Lookup>({ max: MAX_LOOKUPS });
  const combined = new Map<string, SubgraphDocument | undefined>();
  let count = 0;

  function intern(subgraph: string, field: FieldNode, shared: Shared): Lookup {
    const selection = field.selectionSet ? compact(print(field.selectionSet)) : '';
    const { fragments, variables } = usedBy(field, shared);
    const key = JSON.stringify([subgraph, selection, [...fragments.values()], [...variables.values()]]);
    let lookup = known.get(key);
    if (!lookup) {
      count += 1;
      // A client may call a variable of its own like that.
      const carrier = variables.has('representations') ? '__representations' : 'representations';
      const defined = [`$${carrier}:[_Any!]!`, ...variables.values()].join();
      const text = `query(${defined}){_entities(representations:$${carrier})${selection}}${[...fragments.values()].join('')}`;
      const counts = field.selectionSet && countsWhen({ types, fragments: shared.fragments }, field.selectionSet);
      const document = subgraphDocument(text);
      lookup = { id: count, subgraph, selection, fragments, variables, carrier, counts, document };
      known.set(key, lookup);
    }
    return lookup;
  }

  function lookupsIn(subgraph: string, text: string, aliases: readonly string[]): Lookup[] {
    const shared = readShared(text);
    const fields = shared.operation.selectionSet.selections.filter(isField);
    return aliases.map((alias) => {
      const field = fields.find((each) => keyOf(each) === alias);
      if (!field) throw new Error(`the operation has no ${alias}: ${text}`);
      return intern(subgraph, field, shared);
    });
  }

  return {
    of({ subgraph, operation, lists }) {
      const aliases = lists.map(({ alias }) => alias);
      return lookupsIn(subgraph, operation.text, aliases);
    },
    alone: (subgraph, query) => lookupsIn(subgraph, query, ['_entities'])[0] as Lookup,
    together(lookups) {
      const key = lookups.map(({ id }) => id).join();
      if (combined.has(key)) return combined.get(key);
      if (combined.size >= MAX_COMBINATIONS) return undefined;
      const document = combine(lookups);
      combined.set(key, document);
      return document;
    },
  };
}

const isField = (selection: SelectionNode): selection is FieldNode => selection.kind === Kind.FIELD;
const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;
const compact = (text: string): string => stripIgnoredCharacters(text);

/** What the lists of one operation may use. */
interface Shared {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: ReadonlyMap<string, string>;
}

function readShared(text: string): Shared {
  const { definitions } = fetchDocument(text);
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error(`the plan has no operation: ${text}`);
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const variables = operation.variableDefinitions ?? [];
  return {
    operation,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    variables: new Map(variables.map((variable) => [variable.variable.name.value, compact(print(variable))])),
  };
}

/** Fragments and variables a field mentions, directly or through fragments. */
function usedBy(field: FieldNode, shared: Shared): Pick<Lookup, 'fragments' | 'variables'> {
  const fragments = new Map<string, string>();
  const variables = new Map<string, string>();
  const read = (node: ASTNode | undefined): void => {
    if (!node) return;
    visit(node, {
      Variable({ name }) {
        const definition = shared.variables.get(name.value);
        if (definition !== undefined) variables.set(name.value, definition);
      },
      FragmentSpread({ name }) {
        const fragment = shared.fragments.get(name.value);
        if (!fragment || fragments.has(name.value)) return;
        fragments.set(name.value, compact(print(fragment)));
        read(fragment);
      },
    });
  };
  read(field.selectionSet);
  return { fragments, variables };
}

/** Names that mean something else in another lookup keep them apart. */
function combine(lookups: readonly Lookup[]): SubgraphDocument | undefined {
  const fragments = merged(lookups.map((lookup) => lookup.fragments));
  const variables = merged(lookups.map((lookup) => lookup.variables));
  if (!fragments || !variables || lookups.some((_, index) => variables.has(`r${index}`))) return undefined;
  const defined = [...lookups.map((_, index) => `$r${index}:[_Any!]!`), ...variables.values()].join();
  const fields = lookups.map(({ selection }, index) => `_${index}:_entities(representations:$r${index})${selection}`);
  return subgraphDocument(`query(${defined}){${fields.join(' ')}}${[...fragments.values()].join('')}`);
}

function merged(maps: readonly ReadonlyMap<string, string>[]): ReadonlyMap<string, string> | undefined {
  const all = new Map<string, string>();
  for (const [name, text] of maps.flatMap((map) => [...map])) {
    if ((all.get(name) ?? text) !== text) return undefined;
    all.set(name, text);
  }
  return all;
}
