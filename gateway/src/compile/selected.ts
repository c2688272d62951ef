import {
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  isUnionType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Condition } from './conditions.ts';

/** What shapes are compiled against. */
export interface ShapeContext {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** A selection set and when it counts. */
export interface Part {
  readonly set: SelectionSetNode;
  readonly when: Condition | undefined;
}

/** What a fragment selects of this type; undefined when it is for others. */
export function fragmentSet(
  context: ShapeContext,
  selection: InlineFragmentNode | FragmentSpreadNode,
  type: GraphQLCompositeType,
): SelectionSetNode | undefined {
  const fragment = fragmentOf(context, selection);
  return fragment && applies(context.schema, fragment.typeCondition?.name.value, type)
    ? fragment.selectionSet
    : undefined;
}

/** The fragment that is written here or spread here. */
export const fragmentOf = (
  { fragments }: ShapeContext,
  selection: InlineFragmentNode | FragmentSpreadNode,
): InlineFragmentNode | FragmentDefinitionNode | undefined =>
  selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);

/** Whether every object of the type is one that the condition of a fragment is about. */
export function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLCompositeType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditional = schema.getType(condition);
  return isAbstractType(conditional) && !isUnionType(type) && schema.isSubType(conditional, type);
}
