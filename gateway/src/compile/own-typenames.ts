import {
  type FieldNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
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
): SelectionSetNode {
  const own = sets.flatMap((set) => typenamesIn(context, set));
  const selections = told.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet)
      return isTypename(selection) ? own : [selection];
    const below = selection.kind === Kind.FIELD ? setsBelow(context, sets, keyOf(selection)) : sets;
    return [{ ...selection, selectionSet: withOwnTypenames(context, below, selection.selectionSet) }];
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

const conditionsOf = ({ directives = [] }: InlineFragmentNode | FragmentSpreadNode) => ({
  directives: directives.filter(({ name }) => name.value !== 'defer'),
});

/** All that is selected of the field with this response name. */
const setsBelow = (context: ShapeContext, sets: readonly SelectionSetNode[], key: string): SelectionSetNode[] =>
  sets.flatMap(({ selections }) =>
    selections.flatMap((selection): SelectionSetNode[] => {
      if (selection.kind === Kind.FIELD)
        return selection.selectionSet && keyOf(selection) === key ? [selection.selectionSet] : [];
      const fragment = fragmentOf(context, selection);
      return fragment ? setsBelow(context, [fragment.selectionSet], key) : [];
    }),
  );

const isTypename = (selection: SelectionNode): boolean =>
  selection.kind === Kind.FIELD && selection.name.value === '__typename';

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;
