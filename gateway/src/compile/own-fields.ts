import { type FieldNode, type GraphQLAbstractType, isAbstractType, isObjectType, Kind, print, visit } from 'graphql';
import { fetchDocument } from '../planning/fetch-documents.ts';
import { fragmentsIn } from '../planning/fragments.ts';
import { either, together } from '../planning/nodes.ts';
import type { ConditionNode, EntitiesNode, EntityList, Path, PlanNode, RequiredSelection } from '../planning/plan.ts';
import { type Held, heldAt, type Selecting } from './holders.ts';
import { fieldsIn, narrowed, ONLY_THERE } from './narrowed.ts';
import { type Need, neededBelow, needsOf } from './needs.ts';
import { renamesOf } from './rewrites.ts';
import { toldFirst } from './told-first.ts';
import type { Types } from './types.ts';

/**
 * A plan in which of each entity is asked what the client selects of it: of its own type, where a subgraph sees an interface
 * as one object (`@interfaceObject`), and below the types of those that hold it. Planners ask of all for everything that is
 * selected of some: what fails there would be told of objects of which nobody asked for it, and take away what was asked
 * for. Undefined when nothing is left.
 */
export function withOwnFields(given: Omit<Selecting, 'needed' | 'decided'>, node: PlanNode): PlanNode | undefined {
  const needed = new Set(needsOf(node).flatMap(({ names }) => names));
  return narrowedNode({ ...given, needed, decided: new Map(), needs: [] }, node);
}

interface Narrowing extends Selecting {
  /** Of all fetches behind the one that is narrowed: a plan is gone through from its end. */
  readonly needs: Need[];
}

function narrowedNode(narrowing: Narrowing, node: PlanNode): PlanNode | undefined {
  const inner = (each: PlanNode | undefined) => each && narrowedNode(narrowing, each);
  switch (node.kind) {
    case 'Sequence':
      return together(node.kind, node.nodes.toReversed().map(inner).reverse());
    case 'Parallel':
      return atOnce(narrowing, node.nodes.map(inner));
    case 'Condition':
      return narrowedEither(narrowing, node);
    default: {
      const own = node.kind === 'Entities' ? ofEachType(narrowing, node) : node;
      narrowing.needs.push(...needsOf(own));
      return own;
    }
  }
}

function narrowedEither(narrowing: Narrowing, { variable, then, otherwise }: ConditionNode): PlanNode | undefined {
  const where = (value: boolean) => ({ ...narrowing, decided: new Map(narrowing.decided).set(variable, value) });
  return either(variable, then && narrowedNode(where(true), then), otherwise && narrowedNode(where(false), otherwise));
}

/** What objects are is told by another subgraph than theirs only where one of them sees an interface as one object. */
const atOnce = ({ types }: Selecting, nodes: readonly (PlanNode | undefined)[]): PlanNode | undefined =>
  types.hasInterfaceObjects ? toldFirst(nodes) : together('Parallel', nodes);

function ofEachType(selecting: Narrowing, node: EntitiesNode): PlanNode | undefined {
  // A deferred part waits for the one fetch of this id.
  if (node.id !== undefined) return node;
  const split = node.lists.map((list) => splitByType(selecting, node, list));
  if (split.every((own) => own === undefined)) return node;
  const nodes = node.lists.flatMap((list, index) => split[index] ?? [{ ...node, lists: [list] }]);
  return together('Parallel', nodes);
}

/** A fetch for each selection that some of the entities need; undefined when all need the same, or when nobody knows. */
function splitByType(selecting: Narrowing, node: EntitiesNode, list: EntityList): EntitiesNode[] | undefined {
  const leading = list.paths.map((path) => heldAt(selecting, path));
  const seen = seenAsOne(selecting, node, list);
  const isMore = leading.some((each) => each.isMore);
  if (leading.some(({ held }) => held.length === 0)) return undefined;
  if (!seen && !isMore && leading.every(({ held }) => held.length === 1)) return undefined;
  const textOf = textsOf(selecting, node, { list, seen });
  const pathsByText = new Map<string | undefined, Path[]>();
  const splitting = { selecting, list, seen, textOf };
  const asked = leading.flatMap(({ held }) => held.flatMap((each) => ofEach(splitting, each)));
  for (const { text, path } of asked) pathsByText.set(text, [...(pathsByText.get(text) ?? []), path]);
  if (pathsByText.size < 2 && !isMore) return undefined;
  return [...pathsByText].flatMap(([text, paths]): EntitiesNode[] => {
    if (text === undefined) return [];
    const requires = requiredBy(text, list, selecting.types);
    return [{ ...node, operation: { ...node.operation, text }, lists: [{ ...list, paths, requires }] }];
  });
}

/** Without what only fields require that are not asked for any more: nobody may have fetched it for these entities. */
function requiredBy(text: string, { requires }: EntityList, types: Types): readonly RequiredSelection[] {
  const asked = new Set<string>();
  visit(fetchDocument(text), { [Kind.FIELD]: ({ name }) => void asked.add(name.value) });
  const isNeeded = (each: RequiredSelection) =>
    each.kind === 'InlineFragment' ||
    !types.isRequired(each.name) ||
    types.isKey(each.name) ||
    [...types.requirersOf(each.name)].some((requirer) => asked.has(requirer));
  return requires.map((each) =>
    each.kind === 'InlineFragment' ? { ...each, selections: (each.selections ?? []).filter(isNeeded) } : each,
  );
}

interface Listed {
  readonly list: EntityList;
  /** The interface that the subgraph sees as one object; undefined when it knows what the entities are. */
  readonly seen: GraphQLAbstractType | undefined;
}

interface Splitting extends Listed {
  readonly selecting: Selecting;
  /** What to ask of entities at a path of which these fields are selected; undefined when it is nothing. */
  textOf(path: Path, fields: readonly FieldNode[]): string | undefined;
}

/** What to ask of what is held in one place: once, or for each of its own types. */
function ofEach({ selecting, list, seen, textOf }: Splitting, { path, sets }: Held) {
  if (!seen) return [{ text: textOf(path, fieldsIn(selecting, sets)), path }];
  const typesByText = new Map<string | undefined, string[]>();
  for (const name of typesAmong(selecting, list, seen)) {
    const type = selecting.schema.getType(name);
    // Of an object whose own type nobody told it is asked for everything.
    const text = textOf(path, fieldsIn(selecting, sets, isObjectType(type) ? type : undefined));
    typesByText.set(text, [...(typesByText.get(text) ?? []), name]);
  }
  return [...typesByText].map(([text, types]) => ({
    text,
    path: [...path, { kind: 'types', types, isExact: true } as const],
  }));
}

/** The interface that the subgraph takes for one object type. */
function seenAsOne({ schema, types }: Selecting, { subgraph }: EntitiesNode, { inputRewrites }: EntityList) {
  const name = inputRewrites.flatMap((each) => (each.kind === 'set' ? [`${each.value}`] : []))[0];
  if (name === undefined || !types.isInterfaceObject(subgraph, name)) return undefined;
  const seen = schema.getType(name);
  return isAbstractType(seen) ? seen : undefined;
}

/** Names of all types that a list may be of: others than the interface's may be asked for with them. */
function typesAmong({ types }: Selecting, { requires }: EntityList, seen: GraphQLAbstractType): ReadonlySet<string> {
  const named = requires.flatMap((each) => (each.kind === 'InlineFragment' ? (each.typeCondition ?? []) : []));
  return new Set([seen.name, ...named].flatMap((name) => [...types.namesOf(name)]));
}

/**
 * Writes the fetch of a list with nothing but some fields; undefined when there are none of them, unless it may be what tells
 * the types of objects that another subgraph sees as one.
 */
function textsOf(selecting: Narrowing, { operation: { text } }: EntitiesNode, { list, seen }: Listed) {
  const { alias, outputRewrites } = list;
  const onlyType = !seen && selecting.types.hasInterfaceObjects ? ONLY_THERE : undefined;
  const { definitions } = fetchDocument(text);
  const named = fragmentsIn({ definitions });
  const written = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  const entities = written?.selectionSet.selections.find(
    (each) => each.kind === Kind.FIELD && (each.alias ?? each.name).value === alias,
  );
  if (!written || entities?.kind !== Kind.FIELD || !entities.selectionSet) throw new Error(`no ${alias} in ${text}`);
  const { selectionSet } = entities;
  const renames = renamesOf(outputRewrites);
  return (path: Path, fields: readonly FieldNode[]): string | undefined => {
    const needed = neededBelow(selecting.needs, path);
    const own = narrowed({ ...selecting, named, renames, needed }, selectionSet, fields) ?? onlyType;
    if (!own) return undefined;
    const selections = [{ ...entities, selectionSet: own }];
    return print({ ...written, selectionSet: { ...written.selectionSet, selections } });
  };
}
