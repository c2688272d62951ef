import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { counts, type Decided } from './decided.ts';
import { fetchDocument } from './fetch-documents.ts';
import { fragmentsIn } from './fragments.ts';
import type {
  ConditionNode,
  DeferNode,
  EntitiesNode,
  EntityList,
  FetchNode,
  Path,
  Plan,
  PlanNode,
  RequiredSelection,
  Rewrite,
  SequenceNode,
} from './plan.ts';

/** What a plan fetches, by response name. Types are not told apart. */
export interface Fetched extends Map<string, Fetched> {}

/**
 * All that a plan fetches; or, as text, where it asks for entities by what nobody fetches before: their keys, or what they
 * require. Nobody would be asked then, and the client be told null where there is a value. Because types are not told
 * apart, some of these are missed; none is named that is not one.
 */
export function fetchedBy(plan: Plan): Fetched | string {
  const walk: Walk = { fetched: nothingYet(), decided: new Map(), gaps: [] };
  walkPlan(walk, plan);
  return walk.gaps[0] ?? walk.fetched;
}

/** All that a plan fetches where variables are so. What asks by nothing then may be asked for nothing: that is no fault. */
export function fetchedWhere(plan: Plan, decided: Decided): Fetched {
  const walk: Walk = { fetched: nothingYet(), decided, gaps: [] };
  walkPlan(walk, plan);
  return walk.fetched;
}

const nothingYet = (): Fetched => new Map<string, Fetched>();

interface Walk {
  readonly fetched: Fetched;
  readonly decided: Decided;
  /** Where entities are asked for by what nobody fetches before. */
  readonly gaps: string[];
}

function walkPlan(walk: Walk, { node, primary }: Plan): void {
  if (primary) learnRoots(walk, primary);
  if (node) walkNode(walk, node);
}

function walkNode(walk: Walk, node: PlanNode): void {
  if (node.kind === 'Fetch') learnRoots(walk, node);
  else if (node.kind === 'Entities') learnEntities(walk, node);
  else if (node.kind === 'Parallel') walkAtOnce(walk, node.nodes);
  else walkEach(walk, partsOf(node, walk.decided));
}

function partsOf(node: SequenceNode | DeferNode | ConditionNode, decided: Decided): readonly (PlanNode | undefined)[] {
  if (node.kind === 'Sequence') return node.nodes;
  if (node.kind === 'Defer') return [node.primary, ...node.deferred].map((part) => part.node);
  const value = decided.get(node.variable);
  if (value === undefined) return [node.then, node.otherwise];
  return [value ? node.then : node.otherwise];
}

function walkEach(walk: Walk, nodes: readonly (PlanNode | undefined)[]): void {
  for (const node of nodes) if (node) walkNode(walk, node);
}

/** None of them can count on what another brings. */
function walkAtOnce(walk: Walk, nodes: readonly PlanNode[]): void {
  const own = nodes.map((node) => ({ node, fetched: copyOf(walk.fetched) }));
  for (const { node, fetched } of own) walkNode({ ...walk, fetched }, node);
  for (const { fetched } of own) add(walk.fetched, fetched);
}

const copyOf = (fetched: Fetched): Fetched => new Map([...fetched].map(([name, below]) => [name, copyOf(below)]));

function add(fetched: Fetched, more: Fetched): void {
  for (const [name, below] of more) {
    const known = fetched.get(name);
    if (known) add(known, below);
    else fetched.set(name, below);
  }
}

function learnEntities(walk: Walk, { subgraph, operation: { text }, lists }: EntitiesNode): void {
  const { fetched, decided, gaps } = walk;
  for (const list of lists) {
    const written = writtenIn(text, list.outputRewrites, decided);
    const places = list.paths.map((path) => placeAt(fetched, path));
    for (const place of places)
      if (place && isThere(place, list.requires)) learnList(place, written, list);
      else gaps.push(`${subgraph} is asked ${text} by what nobody fetches before`);
  }
}

/** What is fetched of the objects at a path; undefined when there is no such path. */
function placeAt(fetched: Fetched, path: Path): Fetched | undefined {
  let place: Fetched | undefined = fetched;
  for (const segment of path) if (segment.kind === 'field') place = place?.get(segment.name);
  return place;
}

/** Whether a representation can be made: of fields for certain types, all those of one of them. */
function isThere(place: Fetched, required: readonly RequiredSelection[]): boolean {
  const types = new Map<string | undefined, RequiredSelection[]>();
  for (const each of required)
    if (each.kind === 'InlineFragment')
      types.set(each.typeCondition, [...(types.get(each.typeCondition) ?? []), ...(each.selections ?? [])]);
  const ofSome = types.size === 0 || [...types.values()].some((selections) => isThere(place, selections));
  return ofSome && required.every((each) => isFieldThere(place, each));
}

function isFieldThere(place: Fetched, required: RequiredSelection): boolean {
  if (required.kind !== 'Field' || required.name === '__typename') return true;
  const below = place.get(required.name);
  return below !== undefined && isThere(below, required.selections ?? []);
}

/** A subgraph's text, with what the names in it become in the answer. */
interface Written {
  readonly operation: OperationDefinitionNode | undefined;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly renamed: ReadonlyMap<string, string>;
  readonly decided: Decided;
}

function writtenIn(text: string, rewrites: readonly Rewrite[], decided: Decided): Written {
  const document = fetchDocument(text);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  return { operation, fragments: fragmentsIn(document), renamed: renamedBy(rewrites), decided };
}

const renamedBy = (rewrites: readonly Rewrite[]): ReadonlyMap<string, string> =>
  new Map(
    rewrites.flatMap((rewrite): [string, string][] => {
      const last = rewrite.path.at(-1);
      return rewrite.kind === 'rename' && last?.kind === 'field' ? [[last.name, rewrite.to]] : [];
    }),
  );

function learnRoots({ fetched, decided }: Walk, { operation: { text }, path, outputRewrites }: FetchNode): void {
  const written = writtenIn(text, outputRewrites, decided);
  const place = placeAt(fetched, path);
  if (place && written.operation) learn(place, written, written.operation.selectionSet);
}

function learnList(place: Fetched, written: Written, { alias }: EntityList): void {
  for (const field of written.operation?.selectionSet.selections ?? [])
    if (field.kind === Kind.FIELD && field.selectionSet && (field.alias ?? field.name).value === alias)
      learn(place, written, field.selectionSet);
}

/** Adds what a selection brings. A renamed field is there under both names. */
function learn(place: Fetched, written: Written, set: SelectionSetNode): void {
  for (const { alias, name, selectionSet } of fieldsOf(written, set)) {
    const key = (alias ?? name).value;
    for (const each of new Set([key, written.renamed.get(key) ?? key])) {
      const below = place.get(each) ?? nothingYet();
      place.set(each, below);
      if (selectionSet) learn(below, written, selectionSet);
    }
  }
}

const fieldsOf = (written: Written, { selections }: SelectionSetNode): FieldNode[] =>
  selections.flatMap((selection) => {
    if (!counts(selection, written.decided)) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : written.fragments.get(selection.name.value);
    return fragment ? fieldsOf(written, fragment.selectionSet) : [];
  });
