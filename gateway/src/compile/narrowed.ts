import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { counts, type Decided } from '../planning/decided.ts';
import { applies, fragmentOf, type ShapeContext } from './selected.ts';

/** What a planned selection is narrowed with. */
export interface Narrowing {
  /** Names of fields by which entities are asked for behind it: those of keys, and what other fields require. */
  readonly needed: ReadonlySet<string>;
  /** Named fragments of the plan. */
  readonly named: ReadonlyMap<string, FragmentDefinitionNode>;
  /** What the planner's names become in the answer. */
  readonly renames: ReadonlyMap<string, string>;
}

/** What is selected, where some variables are known. */
export interface Deciding extends ShapeContext {
  readonly decided: Decided;
}

/** The fields that a client selects of objects of a type; without one, of whatever is there. */
export const fieldsIn = (context: Deciding, sets: readonly SelectionSetNode[], type?: GraphQLObjectType): FieldNode[] =>
  sets.flatMap(({ selections }) =>
    selections.flatMap((selection): FieldNode[] => {
      if (!counts(selection, context.decided)) return [];
      if (selection.kind === Kind.FIELD) return [selection];
      const fragment = fragmentOf(context, selection);
      if (!fragment || (type && !applies(context.schema, fragment.typeCondition?.name.value, type))) return [];
      return fieldsIn(context, [fragment.selectionSet], type);
    }),
  );

/**
 * What of a planned selection is among these fields, or was added by the planner: keys, and what other fields require.
 * Undefined when there is nothing but the type's name.
 */
export function narrowed(
  narrowing: Narrowing & Deciding,
  { kind, selections }: SelectionSetNode,
  fields: readonly FieldNode[],
): SelectionSetNode | undefined {
  const left = selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return narrowedField(narrowing, selection, fields);
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : narrowing.named.get(selection.name.value);
    const selectionSet = fragment && narrowed(narrowing, fragment.selectionSet, fields);
    if (!fragment || !selectionSet) return [];
    const { typeCondition } = fragment;
    const { directives = [] } = selection;
    return [{ kind: Kind.INLINE_FRAGMENT, ...(typeCondition && { typeCondition }), directives, selectionSet }];
  });
  const isEmpty = left.every((each) => each.kind === Kind.FIELD && each.name.value === '__typename');
  return isEmpty ? undefined : { kind, selections: left };
}

function narrowedField(
  narrowing: Narrowing & Deciding,
  field: FieldNode,
  fields: readonly FieldNode[],
): readonly FieldNode[] {
  const { needed, renames } = narrowing;
  const key = responseName(field);
  const same = fields.filter((each) => responseName(each) === (renames.get(key) ?? key));
  if (same.length === 0 && field.name.value !== '__typename' && !needed.has(key)) return [];
  if (!field.selectionSet) return [field];
  const below = fieldsIn(
    narrowing,
    same.flatMap(({ selectionSet }) => selectionSet ?? []),
  );
  return [{ ...field, selectionSet: narrowed(narrowing, field.selectionSet, below) ?? ONLY_THERE }];
}

/** Whether it is there, and nothing of it. */
export const ONLY_THERE: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};

const responseName = ({ alias, name }: FieldNode): string => (alias ?? name).value;
