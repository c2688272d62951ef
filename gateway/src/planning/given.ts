import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { RequiredSelection } from './plan.ts';

/** Whether all of a field set comes with a field that provides another. */
export const isProvided = (set: SelectionSetNode, provided: SelectionSetNode): boolean =>
  isGiven(set, provided.selections.map(asGiven));

/** Whether all of a field set is in a representation, whatever the type. */
export const isGiven = (set: SelectionSetNode, given: readonly RequiredSelection[]): boolean =>
  fieldsIn(set).every(({ name, selectionSet }) => {
    const same = given.flatMap(fieldsGiven).filter((each) => (each.as ?? each.name) === name.value);
    return (
      same.length > 0 &&
      (!selectionSet ||
        isGiven(
          selectionSet,
          same.flatMap((each) => each.selections ?? []),
        ))
    );
  });

type GivenField = Extract<RequiredSelection, { kind: 'Field' }>;

const fieldsGiven = (selection: RequiredSelection): GivenField[] =>
  selection.kind === 'Field' ? [selection] : selection.selections.flatMap(fieldsGiven);

/** What a field provides, as if it came in a representation. */
function asGiven(selection: SelectionNode): RequiredSelection {
  const selections = ('selectionSet' in selection && selection.selectionSet?.selections.map(asGiven)) || undefined;
  if (selection.kind === Kind.FIELD) return { kind: 'Field', name: selection.name.value, selections };
  return { kind: 'InlineFragment', typeCondition: undefined, selections: selections ?? [] };
}

/** The fields of a field set, whatever the type. */
export const fieldsIn = (set: SelectionSetNode): FieldNode[] =>
  set.selections.flatMap((each) => {
    if (each.kind === Kind.FIELD) return [each];
    return each.kind === Kind.INLINE_FRAGMENT ? fieldsIn(each.selectionSet) : [];
  });
