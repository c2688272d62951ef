import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fragmentsIn } from '../planning/fragments.ts';

/**
 * An operation as planners get it, equal in what it fetches: `@skip` and `@include` of `true` and `false` are decided,
 * `__typename` has its own name, under which the executor looks for it, and so has a field with an alias that says
 * nothing (`id: id`). Planners make wrong plans of these, or none.
 * Undefined when nothing is left to fetch.
 */
export function plannable(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode | undefined {
  const decided = withoutEmpty(visit(document, { Field: plainField, InlineFragment: decide, FragmentSpread: decide }));
  const left = decided.definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === operation.name?.value,
  );
  return left ? decided : undefined;
}

/** Null: without it. Undefined: as it is. */
type Decided<Node> = Node | null | undefined;

function plainField(field: FieldNode): Decided<FieldNode> {
  const decided = decide(field);
  if (decided === null || !field.alias) return decided;
  if (field.name.value !== '__typename' && field.name.value !== field.alias.value) return decided;
  const { alias, ...plain } = decided ?? field;
  return plain;
}

function decide<Node extends { readonly directives?: readonly DirectiveNode[] | undefined }>(
  node: Node,
): Decided<Node> {
  const literal = (node.directives ?? []).filter((directive) => literalOf(directive) !== undefined);
  if (literal.length === 0) return undefined;
  if (literal.some((directive) => literalOf(directive) !== (directive.name.value === 'include'))) return null;
  return { ...node, directives: node.directives?.filter((directive) => !literal.includes(directive)) };
}

/** The `true` or `false` that decides, where no variable does. */
function literalOf({ name, arguments: given }: DirectiveNode): boolean | undefined {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  const value = given?.find((argument) => argument.name.value === 'if')?.value;
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
}

/**
 * Fragments of nothing are left out, wherever they are spread. A field of which nothing is selected, nothing for some
 * variables, or nothing of any type is still there: an empty object, or null. Its type is selected so that planners fetch
 * it.
 */
function withoutEmpty(document: DocumentNode): DocumentNode {
  const fragments = fragmentsIn(document);
  const tidy = visit(document, {
    [Kind.FIELD]: { leave: withSomething(fragments) },
    [Kind.INLINE_FRAGMENT]: { leave: orNothing },
  });
  const empty = new Set<string>();
  const definitions = tidy.definitions.filter((definition) => {
    if (!('selectionSet' in definition) || !isEmpty(definition.selectionSet)) return true;
    if (definition.kind === Kind.FRAGMENT_DEFINITION) empty.add(definition.name.value);
    return false;
  });
  const left = { ...tidy, definitions };
  if (empty.size === 0) return left;
  const unspread = (spread: FragmentSpreadNode) => (empty.has(spread.name.value) ? null : undefined);
  return withoutEmpty(visit(left, { [Kind.FRAGMENT_SPREAD]: unspread }));
}

const withSomething =
  (fragments: Fragments) =>
  (field: FieldNode): Decided<FieldNode> => {
    const selections = field.selectionSet?.selections;
    if (!selections || selections.some((each) => isSure(each, fragments))) return undefined;
    return { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections: [...selections, TYPENAME] } };
  };

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Whether it selects a field of some object. A fragment in a fragment may be about types that exclude each other. */
function isSure(selection: SelectionNode, fragments: Fragments): boolean {
  if (selection.directives?.length) return false;
  if (selection.kind === Kind.FIELD) return true;
  const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
  return (
    fragment?.selectionSet.selections.some((each) => each.kind === Kind.FIELD && !each.directives?.length) === true
  );
}

const orNothing = (fragment: InlineFragmentNode): Decided<InlineFragmentNode> =>
  isEmpty(fragment.selectionSet) ? null : undefined;

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

const isEmpty = (set: SelectionSetNode | undefined): boolean => set?.selections.length === 0;
