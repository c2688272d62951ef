import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FieldRule, PublicRules } from './rules.ts';

/** For how long what a document asks for may be kept for everybody, and what it would have to be dropped for. */
export interface Policy {
  /** Seconds, at least 1. */
  readonly maxAge: number;
  /** Entity types in the answer; of an entity fetch, those below the entity itself. */
  readonly types: readonly string[];
}

/** Nothing is kept longer, whatever the SDL says: versions are forgotten after an hour. */
const LONGEST = 3_600;

/** Where a field stands: it has a parent whose time it can take, or not. */
type Place = 'root' | 'entity' | 'inside';

interface Walk {
  readonly rules: PublicRules;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly types: Set<string>;
  maxAge: number;
}

/**
 * The policy of a subgraph query; undefined when it must not be kept. By Apollo's rules: the shortest time of all fields
 * counts; root fields and fields with selections have 0 unless they say more or inherit; others take their parent's.
 * Fields directly on an entity of `_entities` have no parent to take from, so they must speak for themselves; keys are
 * known to whoever asks. Every field counts as selected, whatever `@skip` and `@include` will say.
 */
export function policyOf(document: DocumentNode, rules: PublicRules): Policy | undefined {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (!operation || operations.length > 1 || operation.operation !== 'query') return undefined;
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const walk: Walk = {
    rules,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    types: new Set(),
    maxAge: Number.POSITIVE_INFINITY,
  };
  selections(operation.selectionSet, { parents: [rules.queryType], place: 'root' }, walk);
  // Infinity: there is nothing in it that could be kept.
  if (walk.maxAge < 1 || walk.maxAge === Number.POSITIVE_INFINITY) return undefined;
  return { maxAge: Math.min(walk.maxAge, LONGEST), types: [...walk.types].sort() };
}

interface Standing {
  /** The object types that may be meant. */
  readonly parents: readonly string[];
  readonly place: Place;
}

function selections({ selections: all }: SelectionSetNode, standing: Standing, walk: Walk): void {
  for (const selection of all) {
    if (walk.maxAge < 1) return;
    select(selection, standing, walk);
  }
}

function select(selection: SelectionNode, standing: Standing, walk: Walk): void {
  if (selection.kind === Kind.FIELD) {
    selectField(selection, standing, walk);
    return;
  }
  const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? walk.fragments.get(selection.name.value) : selection;
  if (!fragment) walk.maxAge = 0;
  else selections(fragment.selectionSet, narrowed(standing, fragment.typeCondition?.name.value, walk), walk);
}

const narrowed = (standing: Standing, type: string | undefined, { rules }: Walk): Standing =>
  type === undefined ? standing : { ...standing, parents: rules.possible.get(type) ?? [] };

function selectField(
  { name: { value: name }, selectionSet }: FieldNode,
  { parents, place }: Standing,
  walk: Walk,
): void {
  if (name === '__typename') return;
  if (place === 'root' && name === '_entities' && selectionSet) {
    selections(selectionSet, { parents: [], place: 'entity' }, walk);
    return;
  }
  // Without a known parent it would be a field of every entity there is.
  if (parents.length === 0) walk.maxAge = 0;
  for (const parent of parents) {
    const rule = walk.rules.fields.get(`${parent}.${name}`);
    const isKey = walk.rules.keys.has(`${parent}.${name}`);
    const age = rule ? ageOf(rule, { place, isKey, isComposite: selectionSet !== undefined }) : 0;
    walk.maxAge = Math.min(walk.maxAge, age);
    if (rule && selectionSet) below(rule, selectionSet, walk);
  }
}

function below({ type }: FieldRule, selectionSet: SelectionSetNode, walk: Walk): void {
  const parents = walk.rules.possible.get(type) ?? [];
  for (const parent of parents) if (walk.rules.entities.has(parent)) walk.types.add(parent);
  selections(selectionSet, { parents, place: 'inside' }, walk);
}

/** Seconds that a field allows; Infinity where it takes its parent's. */
function ageOf(
  { isPrivate, maxAge, inherits }: FieldRule,
  { place, isKey, isComposite }: { place: Place; isKey: boolean; isComposite: boolean },
): number {
  if (isPrivate) return 0;
  if (maxAge !== undefined) return maxAge;
  if (place === 'root') return 0;
  if (place === 'entity') return isKey ? Number.POSITIVE_INFINITY : 0;
  return isComposite && !inherits ? 0 : Number.POSITIVE_INFINITY;
}
