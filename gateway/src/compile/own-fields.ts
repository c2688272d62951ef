import {
  type FieldNode,
  type GraphQLAbstractType,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
} from 'graphql';
import { fetchDocument } from '../planning/fetch-documents.ts';
import { fragmentsIn } from '../planning/fragments.ts';
import { either, together } from '../planning/nodes.ts';
import type { EntitiesNode, EntityList, Path, PlanNode } from '../planning/plan.ts';
import { fieldsIn, narrowed } from './narrowed.ts';
import { renamesOf } from './rewrites.ts';
import type { ShapeContext } from './selected.ts';
import type { Types } from './types.ts';

/** What plans are narrowed with. */
export interface Selecting extends ShapeContext {
  readonly types: Types;
  readonly operation: OperationDefinitionNode;
}

/**
 * A plan in which a subgraph that sees an interface as one object (`@interfaceObject`) is asked of each object for what the
 * client selects of its type. Planners ask it of all objects for everything that is selected of some: what fails there
 * would be told of objects of which nobody asked for it, and take away what was asked for. Undefined when nothing is left.
 */
export function withOwnFields(selecting: Selecting, node: PlanNode): PlanNode | undefined {
  const inner = (each: PlanNode | undefined) => each && withOwnFields(selecting, each);
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return together(node.kind, node.nodes.map(inner));
    case 'Condition':
      return either(node.variable, inner(node.then), inner(node.otherwise));
    case 'Entities':
      return ofEachType(selecting, node);
    default:
      return node;
  }
}

function ofEachType(selecting: Selecting, node: EntitiesNode): PlanNode | undefined {
  // A deferred part waits for the one fetch of this id.
  if (node.id !== undefined) return node;
  const split = node.lists.map((list) => splitByType(selecting, node, list));
  if (split.every((own) => own === undefined)) return node;
  const nodes = node.lists.flatMap((list, index) => split[index] ?? [{ ...node, lists: [list] }]);
  return together('Parallel', nodes);
}

/** A fetch for each selection that some types need; undefined when all need the same, or when nobody knows. */
function splitByType(selecting: Selecting, node: EntitiesNode, list: EntityList): EntitiesNode[] | undefined {
  const seen = seenAsOne(selecting, node, list);
  const sets = list.paths.map((path) => setsAt(selecting, path));
  if (!seen || sets.includes(undefined)) return undefined;
  const textOf = textsOf(selecting, node, list);
  const typesByText = new Map<string | undefined, string[]>();
  for (const name of typesAmong(selecting, list, seen)) {
    const type = selecting.schema.getType(name);
    // Of an object whose own type nobody told it is asked for everything.
    const own = isObjectType(type) ? type : undefined;
    const text = textOf(fieldsIn(selecting, sets.flat() as SelectionSetNode[], own));
    typesByText.set(text, [...(typesByText.get(text) ?? []), name]);
  }
  if (typesByText.size < 2) return undefined;
  return [...typesByText].flatMap(([text, types]): EntitiesNode[] => {
    if (text === undefined) return [];
    const paths = list.paths.map((path): Path => [...path, { kind: 'types', types, isExact: true }]);
    return [{ ...node, operation: { ...node.operation, text }, lists: [{ ...list, paths }] }];
  });
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

/** All that the client selects of what is there; undefined where only the planner does. */
function setsAt(selecting: Selecting, path: Path): readonly SelectionSetNode[] | undefined {
  let sets: readonly SelectionSetNode[] = [selecting.operation.selectionSet];
  for (const segment of path) {
    if (segment.kind !== 'field') continue;
    const same = fieldsIn(selecting, sets).filter(({ alias, name }) => (alias ?? name).value === segment.name);
    sets = same.flatMap(({ selectionSet }) => selectionSet ?? []);
  }
  return sets.length > 0 ? sets : undefined;
}

/** Writes the fetch of a list with nothing but some fields; undefined when there are none of them. */
function textsOf(selecting: Selecting, { operation: { text } }: EntitiesNode, { alias, outputRewrites }: EntityList) {
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
    const own = narrowed(narrowing, selectionSet, fields);
    if (!own) return undefined;
    const selections = [{ ...entities, selectionSet: own }];
    return print({ ...written, selectionSet: { ...written.selectionSet, selections } });
  };
}
