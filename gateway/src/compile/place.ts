import {
  type FieldNode,
  type GraphQLCompositeType,
  getNamedType,
  isCompositeType,
  isUnionType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { setsBelow } from './own-typenames.ts';
import type { ShapeContext } from './selected.ts';

/** Somewhere in an operation: a type, and everything that is selected of it there. */
export interface Place {
  readonly type: GraphQLCompositeType;
  readonly sets: readonly SelectionSetNode[];
}

/** The type in a path segment `... on T`. */
export const conditionIn = (segment: string): string | undefined => /^\.\.\. on (\w+)$/.exec(segment)?.[1];

/** What an operation selects under these response names. */
export function placeAt(context: ShapeContext, { type, sets }: Place, [segment, ...below]: readonly string[]): Place {
  if (segment === undefined) return { type, sets };
  const condition = conditionIn(segment);
  if (condition !== undefined)
    return placeAt(context, { type: composite(context.schema.getType(condition)) ?? type, sets }, below);
  const found = sets.flatMap((set) => fieldsOf(context, type, set)).filter(({ node }) => keyOf(node) === segment);
  const inner = found.flatMap((field) => (field.type ? [field.type] : []))[0];
  if (!inner) throw new Error(`the operation selects no ${segment} where the plan defers it`);
  return placeAt(context, { type: inner, sets: setsBelow(context, sets, { key: segment }) }, below);
}

interface FoundField {
  readonly node: FieldNode;
  readonly type: GraphQLCompositeType | undefined;
}

/** Every field of a selection, those in fragments as well. */
function fieldsOf(context: ShapeContext, type: GraphQLCompositeType, { selections }: SelectionSetNode): FoundField[] {
  return selections.flatMap((selection): FoundField[] => {
    if (selection.kind === Kind.FIELD) return [{ node: selection, type: typeOf(type, selection) }];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : context.fragments.get(selection.name.value);
    if (!fragment) return [];
    const condition = fragment.typeCondition?.name.value;
    const narrowed = condition === undefined ? undefined : composite(context.schema.getType(condition));
    return fieldsOf(context, narrowed ?? type, fragment.selectionSet);
  });
}

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

const typeOf = (type: GraphQLCompositeType, { name }: FieldNode): GraphQLCompositeType | undefined =>
  isUnionType(type) ? undefined : composite(getNamedType(type.getFields()[name.value]?.type));

const composite = (type: unknown): GraphQLCompositeType | undefined => (isCompositeType(type) ? type : undefined);
