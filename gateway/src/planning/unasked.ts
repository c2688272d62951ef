import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Fetched, fetchedBy } from './fetched.ts';
import { fragmentsIn } from './fragments.ts';
import type { Plan } from './plan.ts';
import type { Plannable } from './port.ts';
import { type WholeTypes, wholeTypesOf } from './whole-types.ts';

/** Tells why a plan is not all of an operation; undefined when it is, as far as can be told. */
export type CompleteCheck = (plan: Plan, operation: Plannable) => string | undefined;

/**
 * Checks that a plan asks somebody for every field of an operation that is selected whatever the data. A planner that sees
 * no way to a field may leave it out, or lose the way, and the client would be told that there is nothing.
 */
export function completeCheck(supergraphSdl: string): CompleteCheck {
  const types = wholeTypesOf(supergraphSdl);
  return (plan, { document, operationName }) => {
    const fetched = fetchedBy(plan);
    if (typeof fetched === 'string') return fetched;
    const operation = getOperationAST(document, operationName);
    if (!operation) return undefined;
    const above = { types, fragments: fragmentsIn(document), wanted: new Map<string, boolean>() };
    const root = { type: types.roots[operation.operation], set: operation.selectionSet, fetched };
    const path = unaskedAt(above, root);
    return path && `the plan asks nobody for ${path.join('.')}`;
  };
}

interface Above {
  readonly types: WholeTypes;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** What variables must be for anything here to count. */
  readonly wanted: ReadonlyMap<string, boolean>;
}

/** What is selected of one type, and what is fetched there. */
interface Place {
  readonly type: string;
  readonly set: SelectionSetNode;
  readonly fetched: Fetched;
}

/** The way to a field that is not fetched; undefined when there is none. */
function unaskedAt(above: Above, { type, set, fetched }: Place): string[] | undefined {
  for (const selection of set.selections) {
    const wanted = narrowed(above.wanted, selection);
    const path = wanted && unaskedIn({ ...above, wanted }, selection, { type, set, fetched });
    if (path) return path;
  }
  return undefined;
}

function unaskedIn(above: Above, selection: SelectionNode, place: Place): string[] | undefined {
  if (selection.kind === Kind.FIELD) return unaskedField(above, selection, place);
  const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : above.fragments.get(selection.name.value);
  const condition = fragment?.typeCondition?.name.value ?? place.type;
  // What is selected of some types among others is nobody's duty where none of them can be.
  const isForAll = condition === place.type || above.types.membersOf(condition)?.has(place.type);
  return fragment && isForAll ? unaskedAt(above, { ...place, set: fragment.selectionSet }) : undefined;
}

function unaskedField(above: Above, { alias, name, selectionSet }: FieldNode, { type, fetched }: Place) {
  if (name.value.startsWith('__')) return undefined;
  const key = (alias ?? name).value;
  const below = fetched.get(key);
  if (!below) return [key];
  const inner = above.types.typeOf(type, name.value);
  const path = selectionSet && inner ? unaskedAt(above, { type: inner, set: selectionSet, fetched: below }) : undefined;
  return path && [key, ...path];
}

/** With the selection's own conditions; undefined when it never counts. */
function narrowed(above: Above['wanted'], { directives = [] }: SelectionNode): Above['wanted'] | undefined {
  if (directives.length === 0) return above;
  const wanted = new Map(above);
  for (const { condition, counts } of directives.flatMap(conditionsOf)) {
    const decided = condition.kind === Kind.BOOLEAN ? condition.value : wanted.get(condition.name.value);
    if ((decided ?? counts) !== counts) return undefined;
    if (condition.kind === Kind.VARIABLE) wanted.set(condition.name.value, counts);
  }
  return wanted;
}

/** What a directive makes a selection depend on, and the value for which it counts. */
function conditionsOf({ name, arguments: given }: DirectiveNode) {
  const counts = { skip: false, include: true }[name.value];
  const condition = given?.find((argument) => argument.name.value === 'if')?.value;
  const decides = condition?.kind === Kind.BOOLEAN || condition?.kind === Kind.VARIABLE;
  return counts !== undefined && decides ? [{ condition, counts }] : [];
}
