import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { type Decided, decidingOf, narrowed } from './decided.ts';
import { type Fetched, fetchedBy, fetchedWhere } from './fetched.ts';
import { fragmentsIn } from './fragments.ts';
import type { Plan } from './plan.ts';
import type { Plannable } from './port.ts';
import { type WholeTypes, wholeTypesOf } from './whole-types.ts';

/** Tells why a plan is not all of an operation; undefined when it is, as far as can be told. */
export type CompleteCheck = (plan: Plan, operation: Plannable) => string | undefined;

/** Each doubles the ways in which a plan is looked at. */
const MAX_VARIABLES = 4;

/**
 * Checks that a plan asks somebody for every field of an operation that is selected whatever the data, and whatever the
 * variables of `@skip` and `@include` are. A planner that sees no way to a field may leave it out, lose the way, or put it
 * below another field's condition, and the client would be told that there is nothing. With `ofAll` also for what is
 * selected of some types, which refuses right plans where the planner knows that no object can be of these.
 */
export function completeCheck(supergraphSdl: string, { ofAll = false } = {}): CompleteCheck {
  const types = wholeTypesOf(supergraphSdl);
  return (plan, { document, operationName }) => {
    const whole = fetchedBy(plan);
    if (typeof whole === 'string') return whole;
    const operation = getOperationAST(document, operationName);
    if (!operation) return undefined;
    const type = types.roots[operation.operation];
    const above = { types, fragments: fragmentsIn(document), ofAll };
    const root = { type, isSure: true, set: operation.selectionSet, whole };
    const missing = (fetched: Fetched, wanted: Decided) => unaskedAt({ ...above, wanted }, { ...root, fetched });
    let path = missing(whole, new Map());
    for (const decided of valuesOf(variablesIn(document))) path ??= missing(fetchedWhere(plan, decided), decided);
    return path && `the plan asks nobody for ${path.join('.')}`;
  };
}

/** The variables that decide what is selected; none of them where they are too many. */
function variablesIn(document: DocumentNode): readonly string[] {
  const found = new Set<string>();
  const enter = (selection: SelectionNode) => {
    for (const { condition } of decidingOf(selection))
      if (condition.kind === Kind.VARIABLE) found.add(condition.name.value);
  };
  visit(document, { [Kind.FIELD]: enter, [Kind.INLINE_FRAGMENT]: enter, [Kind.FRAGMENT_SPREAD]: enter });
  return found.size > MAX_VARIABLES ? [] : [...found];
}

/** Every way in which variables can be; none where there are no variables. */
function valuesOf(variables: readonly string[]): readonly Decided[] {
  if (variables.length === 0) return [];
  const values: Decided[] = [];
  for (let bits = 0; bits < 1 << variables.length; bits++)
    values.push(new Map(variables.map((name, index) => [name, ((bits >> index) & 1) === 1])));
  return values;
}

interface Above {
  readonly ofAll: boolean;
  readonly types: WholeTypes;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** What variables must be for anything here to count. */
  readonly wanted: Decided;
}

/** What is selected of one type, and what is fetched there. */
interface Place {
  readonly type: string;
  /** Whether objects can be of this type here: what is selected of some types is nobody's duty where none of them can be. */
  readonly isSure: boolean;
  readonly set: SelectionSetNode;
  readonly fetched: Fetched;
  /** What is fetched here for some values of the variables: then it has to be for all for which it is selected. */
  readonly whole: Fetched | undefined;
}

/** The way to a field that is not fetched; undefined when there is none. */
function unaskedAt(above: Above, place: Place): string[] | undefined {
  for (const selection of place.set.selections) {
    const wanted = narrowed(above.wanted, selection);
    const path = wanted && unaskedIn({ ...above, wanted }, selection, place);
    if (path) return path;
  }
  return undefined;
}

function unaskedIn(above: Above, selection: SelectionNode, place: Place): string[] | undefined {
  if (selection.kind === Kind.FIELD) return unaskedField(above, selection, place);
  const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : above.fragments.get(selection.name.value);
  if (!fragment) return undefined;
  const condition = fragment.typeCondition?.name.value ?? place.type;
  const isForAll = condition === place.type || above.types.membersOf(condition)?.has(place.type) === true;
  const type = isForAll ? place.type : condition;
  return unaskedAt(above, {
    ...place,
    type,
    isSure: place.isSure && (isForAll || above.ofAll),
    set: fragment.selectionSet,
  });
}

function unaskedField(above: Above, { alias, name, selectionSet }: FieldNode, place: Place): string[] | undefined {
  if (name.value.startsWith('__')) return undefined;
  const key = (alias ?? name).value;
  const [fetched, whole] = [place.fetched.get(key), place.whole?.get(key)];
  if (!fetched) return place.isSure || whole ? [key] : undefined;
  const type = above.types.typeOf(place.type, name.value);
  if (!selectionSet || !type) return undefined;
  const path = unaskedAt(above, { type, isSure: place.isSure, set: selectionSet, fetched, whole });
  return path && [key, ...path];
}
