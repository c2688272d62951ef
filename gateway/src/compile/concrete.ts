import {
  type DirectiveNode,
  type DocumentNode,
  doTypesOverlap,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { fragmentsIn } from '../planning/fragments.ts';

/**
 * An operation whose fragments are on object types wherever that says the same: instead of `... on Named { id }` on a pet,
 * `... { ... on Cat { id } ... on Dog { id } }`. Named fragments are written out. Where a subgraph sees an interface as one
 * object (`@interfaceObject`), planners have no plan for the first, or a wrong one. Nothing in it
 * is deferred.
 */
export function withConcreteFragments(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const fragments = fragmentsIn(document);
  const info = new TypeInfo(schema);
  const concrete = (fragment: InlineFragmentNode | FragmentSpreadNode) => {
    const parent = info.getParentType();
    const inline = inlined(fragment, fragments);
    return parent && inline && narrowed(schema, parent, inline);
  };
  const definitions = document.definitions.filter(({ kind }) => kind !== Kind.FRAGMENT_DEFINITION);
  const visitor = { [Kind.INLINE_FRAGMENT]: concrete, [Kind.FRAGMENT_SPREAD]: concrete };
  return visit({ ...document, definitions }, visitWithTypeInfo(info, visitor));
}

/** Whether anything is marked `@defer`. */
export function defers(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.DIRECTIVE]({ name }) {
      found ||= name.value === 'defer';
    },
  });
  return found;
}

/** The same with nothing marked. */
export const withoutDefer = (document: DocumentNode): DocumentNode =>
  visit(document, {
    [Kind.DIRECTIVE]: ({ name }: DirectiveNode) => (name.value === 'defer' ? null : undefined),
  });

function inlined(
  fragment: InlineFragmentNode | FragmentSpreadNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): InlineFragmentNode | undefined {
  if (fragment.kind === Kind.INLINE_FRAGMENT) return fragment;
  const { directives = [] } = fragment;
  const definition = fragments.get(fragment.name.value);
  return definition && { ...pick(definition), kind: Kind.INLINE_FRAGMENT, directives };
}

const pick = ({ typeCondition, selectionSet }: FragmentDefinitionNode) => ({ typeCondition, selectionSet });

/** Null: it is about nothing that can be here. */
function narrowed(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  fragment: InlineFragmentNode,
): InlineFragmentNode | null {
  const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
  if (!isCompositeType(condition) || condition === parent) return fragment;
  if (!doTypesOverlap(schema, condition, parent)) return null;
  if (!isAbstractType(condition)) return fragment;
  const { typeCondition: _, ...plain } = fragment;
  if (!('getTypes' in condition) && !('getTypes' in parent) && schema.isSubType(condition, parent)) return plain;
  const possible = isObjectType(parent) ? [parent] : schema.getPossibleTypes(parent);
  const shared = possible.filter((type) => schema.isSubType(condition, type));
  return { ...plain, selectionSet: each(shared, fragment.selectionSet) };
}

const each = (types: readonly GraphQLObjectType[], selectionSet: SelectionSetNode): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections: types.map(({ name }) => ({
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } },
    selectionSet,
  })),
});
