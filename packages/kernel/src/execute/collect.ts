import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type InlineFragmentNode,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';
import type { Operation } from './shapes.ts';

/** What `@skip` and `@include` come to, by the name of their variable. */
export type Flags = ReadonlyMap<string, boolean>;

/** Where fields are collected. */
export interface Collecting {
  readonly operation: Operation;
  readonly flags: Flags;
  readonly type: GraphQLObjectType;
}

/** The fields that selections come to on one object type, merged by their name in the answer. */
export function collectFields(
  collecting: Collecting,
  sets: readonly (SelectionSetNode | undefined)[],
): Map<string, FieldNode[]> {
  const into = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const set of sets) if (set) collectSet({ ...collecting, into, visited }, set);
  return into;
}

interface State extends Collecting {
  readonly into: Map<string, FieldNode[]>;
  readonly visited: Set<string>;
}

function collectSet(state: State, { selections }: SelectionSetNode): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD && state.visited.has(selection.name.value)) continue;
    if (!counts(state.flags, selection)) continue;
    if (selection.kind === Kind.FIELD) addField(state, selection);
    else collectFragment(state, fragmentOf(state, selection));
  }
}

function addField({ into }: State, node: FieldNode): void {
  const key = node.alias?.value ?? node.name.value;
  const nodes = into.get(key);
  if (nodes) nodes.push(node);
  else into.set(key, [node]);
}

type Fragment = InlineFragmentNode | FragmentDefinitionNode;

function fragmentOf({ operation, visited }: State, selection: Exclude<SelectionNode, FieldNode>): Fragment | undefined {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  visited.add(selection.name.value);
  return operation.fragments[selection.name.value];
}

function collectFragment(state: State, fragment: Fragment | undefined): void {
  if (fragment && fits(state, fragment)) collectSet(state, fragment.selectionSet);
}

function fits({ operation: { schema }, type }: State, { typeCondition }: Fragment): boolean {
  if (!typeCondition) return true;
  const condition = typeFromAST(schema, typeCondition);
  return condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
}

const counts = (flags: Flags, node: SelectionNode): boolean =>
  flagOf(flags, node, 'skip') !== true && flagOf(flags, node, 'include') !== false;

function flagOf(flags: Flags, { directives }: SelectionNode, name: string): boolean | undefined {
  const value = directives?.find((directive) => directive.name.value === name)?.arguments?.[0]?.value;
  if (value?.kind === Kind.BOOLEAN) return value.value;
  return value?.kind === Kind.VARIABLE ? flags.get(value.name.value) : undefined;
}
