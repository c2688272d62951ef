import {
  doTypesOverlap,
  type FieldNode,
  type GraphQLNamedType,
  isCompositeType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentOf, type ShapeContext } from './selected.ts';

/**
 * What a planner says is told at once or later, with `__typename` only where the client asked for it (`sets`: all that the
 * client selects there), and under the client's names: planners are asked for it under its own name, and also where an
 * object would be left without any field.
 */
export function withOwnTypenames(
  context: ShapeContext,
  sets: readonly SelectionSetNode[],
  told: SelectionSetNode,
  type?: GraphQLNamedType,
): SelectionSetNode {
  const own = sets.flatMap((set) => typenamesIn(context, set));
  const selections = told.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet)
      return isTypename(selection) ? own : [selection];
    if (selection.kind === Kind.FIELD) {
      const below = setsBelow(context, sets, { key: keyOf(selection), type });
      return [{ ...selection, selectionSet: withOwnTypenames(context, below, selection.selectionSet) }];
    }
    const { typeCondition, selectionSet } = selection;
    const inner = typeCondition ? context.schema.getType(typeCondition.name.value) : type;
    return [{ ...selection, selectionSet: withOwnTypenames(context, sets, selectionSet, inner) }];
  });
  return { ...told, selections };
}

/** Just `__typename`, with the fragments around it. */
export function typenamesIn(context: ShapeContext, { selections }: SelectionSetNode): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return isTypename(selection) ? [selection] : [];
    const fragment = fragmentOf(context, selection);
    const inner = fragment ? typenamesIn(context, fragment.selectionSet) : [];
    if (!fragment || inner.length === 0) return [];
    const { typeCondition } = fragment;
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(typeCondition && { typeCondition }),
        ...conditionsOf(selection),
        selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
      },
    ];
  });
}

const conditionsOf = ({ directives = [] }: SelectionNode) => ({
  directives: directives.filter(({ name }) => name.value !== 'defer'),
});

/** All that is selected of the field with this response name, of objects of a type, each under the conditions of the field. */
export const setsBelow = (
  context: ShapeContext,
  sets: readonly SelectionSetNode[],
  { key, type }: { readonly key: string; readonly type?: GraphQLNamedType | undefined },
): SelectionSetNode[] =>
  sets.flatMap(({ selections }) =>
    selections.flatMap((selection): SelectionSetNode[] => {
      if (selection.kind === Kind.FIELD)
        return selection.selectionSet && keyOf(selection) === key ? [within(selection, selection.selectionSet)] : [];
      const fragment = fragmentOf(context, selection);
      if (!fragment || !mayBe(context, type, fragment.typeCondition?.name.value)) return [];
      const below = setsBelow(context, [fragment.selectionSet], { key, type });
      return below.map((set) => within(selection, set));
    }),
  );

function mayBe({ schema }: ShapeContext, type: GraphQLNamedType | undefined, condition: string | undefined): boolean {
  const other = condition === undefined ? undefined : schema.getType(condition);
  return !isCompositeType(type) || !isCompositeType(other) || doTypesOverlap(schema, type, other);
}

/** A selection under the conditions of another. */
function within(selection: SelectionNode, selectionSet: SelectionSetNode): SelectionSetNode {
  const { directives } = conditionsOf(selection);
  if (directives.length === 0) return selectionSet;
  return { kind: Kind.SELECTION_SET, selections: [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet }] };
}

const isTypename = (selection: SelectionNode): boolean =>
  selection.kind === Kind.FIELD && selection.name.value === '__typename';

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;
