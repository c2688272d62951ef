import { type GraphQLCompositeType, type GraphQLObjectType, isAbstractType, Kind } from 'graphql';
import { and, type Condition, conditionOf, or } from './conditions.ts';
import { applies, fragmentOf, type Part, type ShapeContext } from './selected.ts';

/**
 * When an object of an abstract type is no answer unless its own type is known: what is selected of it depends on that
 * type. The subgraph that knows it (another sees an `@interfaceObject`) has failed to tell. Undefined: never.
 */
export function vagueWhen(
  context: ShapeContext,
  type: GraphQLCompositeType,
  parts: readonly Part[],
): Condition | undefined {
  if (!isAbstractType(type)) return undefined;
  const types = context.schema.getPossibleTypes(type);
  const whens = parts.flatMap((part) => dependentIn(context, part, { type, types, surely: true }));
  const [first, ...others] = whens;
  if (!first) return undefined;
  return others.reduce((one, other) => ({ when: or(one.when, other.when) }), first).when ?? (() => true);
}

/** What an object may be inside of some fragments. */
interface Within {
  readonly type: GraphQLCompositeType;
  readonly types: readonly GraphQLObjectType[];
  /** Whether the fragments say no more than the type does: then what they select is selected of it, whichever it is. */
  readonly surely: boolean;
}

/** The conditions of everything that is selected by an object's own type, or that says which one it is. */
function dependentIn(
  context: ShapeContext,
  { set, when }: Part,
  { type, types, surely }: Within,
): { readonly when: Condition | undefined }[] {
  return set.selections.flatMap((selection) => {
    const inner = and(when, conditionOf(selection.directives));
    if (selection.kind === Kind.FIELD) return selection.name.value === '__typename' || !surely ? [{ when: inner }] : [];
    const fragment = fragmentOf(context, selection);
    if (!fragment) return [];
    const condition = fragment.typeCondition?.name.value;
    const narrowed = types.filter((each) => applies(context.schema, condition, each));
    const within = { type, types: narrowed, surely: surely && applies(context.schema, condition, type) };
    return narrowed.length > 0 ? dependentIn(context, { set: fragment.selectionSet, when: inner }, within) : [];
  });
}
