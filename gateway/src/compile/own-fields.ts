import {
  type FieldNode,
  type GraphQLAbstractType,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  visit,
} from 'graphql';
import { fetchDocument } from '../planning/fetch-documents.ts';
import { fragmentsIn } from '../planning/fragments.ts';
import { either, together } from '../planning/nodes.ts';
import type { EntitiesNode, EntityList, Path, PlanNode } from '../planning/plan.ts';
import { type Held, heldAt, type Selecting } from './holders.ts';
import { fieldsIn, narrowed, ONLY_THERE } from './narrowed.ts';
import { renamesOf } from './rewrites.ts';
import { toldFirst } from './told-first.ts';

/**
 * A plan in which of each entity is asked what the client selects of it: of its own type, where a subgraph sees an interface
 * as one object (`@interfaceObject`), and below the types of those that hold it. Planners ask of all for everything that is
 * selected of some: what fails there would be told of objects of which nobody asked for it, and take away what was asked
 * for. Undefined when nothing is left.
 */
export function withOwnFields(selecting: Selecting, node: PlanNode): PlanNode | undefined {
  const inner = (each: PlanNode | undefined) => each && withOwnFields(selecting, each);
  switch (node.kind) {
    case 'Sequence':
      return together(node.kind, node.nodes.map(inner));
    case 'Parallel':
      return atOnce(selecting, node.nodes.map(inner));
    case 'Condition':
      return either(node.variable, inner(node.then), inner(node.otherwise));
    case 'Entities':
      return ofEachType(selecting, node);
    default:
      return node;
  }
}

/** What objects are is told by another subgraph than theirs only where one of them sees an interface as one object. */
const atOnce = ({ types }: Selecting, nodes: readonly (PlanNode | undefined)[]): PlanNode | undefined =>
  types.hasInterfaceObjects ? toldFirst(nodes) : together('Parallel', nodes);

function ofEachType(selecting: Selecting, node: EntitiesNode): PlanNode | undefined {
  // A deferred part waits for the one fetch of this id.
  if (node.id !== undefined) return node;
  const split = node.lists.map((list) => splitByType(selecting, node, list));
  if (split.every((own) => own === undefined)) return node;
  const nodes = node.lists.flatMap((list, index) => split[index] ?? [{ ...node, lists: [list] }]);
  return together('Parallel', nodes);
}

/** A fetch for each selection that some of the entities need; undefined when all need the same, or when nobody knows. */
function splitByType(selecting: Selecting, node: EntitiesNode, list: EntityList): EntitiesNode[] | undefined {
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
  return [...pathsByText].flatMap(([text, paths]): EntitiesNode[] =>
    text === undefined ? [] : [{ ...node, operation: { ...node.operation, text }, lists: [{ ...list, paths }] }],
  );
}

interface Listed {
  readonly list: EntityList;
  /** The interface that the subgraph sees as one object; undefined when it knows what the entities are. */
  readonly seen: GraphQLAbstractType | undefined;
}

interface Splitting extends Listed {
  readonly selecting: Selecting;
  readonly textOf: (fields: readonly FieldNode[]) => string | undefined;
}

/** What to ask of what is held in one place: once, or for each of its own types. */
function ofEach({ selecting, list, seen, textOf }: Splitting, { path, sets }: Held) {
  if (!seen) return [{ text: textOf(fieldsIn(selecting, sets)), path }];
  const typesByText = new Map<string | undefined, string[]>();
  for (const name of typesAmong(selecting, list, seen)) {
    const type = selecting.schema.getType(name);
    // Of an object whose own type nobody told it is asked for everything.
    const text = textOf(fieldsIn(selecting, sets, isObjectType(type) ? type : undefined));
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
function textsOf(selecting: Selecting, { operation: { text } }: EntitiesNode, { list, seen }: Listed) {
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
  const narrowing = { ...selecting, named, renames: renamesOf(outputRewrites) };
  return (fields: readonly FieldNode[]): string | undefined => {
    const own = narrowed(narrowing, selectionSet, fields) ?? onlyType;
    if (!own) return undefined;
    const selections = [{ ...entities, selectionSet: own }];
    return print(withUsedVariables({ ...written, selectionSet: { ...written.selectionSet, selections } }));
  };
}

/** Subgraphs refuse variables that nothing uses. */
function withUsedVariables(written: OperationDefinitionNode): OperationDefinitionNode {
  const used = new Set<string>();
  visit(written.selectionSet, { [Kind.VARIABLE]: ({ name }) => void used.add(name.value) });
  const variableDefinitions = written.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value));
  return { ...written, ...(variableDefinitions && { variableDefinitions }) };
}
