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
  const whens = parts.flatMap((part) => dependentIn({ ...context, all: types.length }, part, types));
  const [first, ...others] = whens;
  if (!first) return undefined;
  return others.reduce((one, other) => ({ when: or(one.when, other.when) }), first).when ?? (() => true);
}

/** The conditions of everything that only some types have, or that says which one it is. */
function dependentIn(
  context: ShapeContext & { readonly all: number },
  { set, when }: Part,
  types: readonly GraphQLObjectType[],
): { readonly when: Condition | undefined }[] {
  return set.selections.flatMap((selection) => {
    const inner = and(when, conditionOf(selection.directives));
    if (selection.kind === Kind.FIELD)
      return selection.name.value === '__typename' || types.length < context.all ? [{ when: inner }] : [];
    const fragment = fragmentOf(context, selection);
    const narrowed = types.filter((type) => applies(context.schema, fragment?.typeCondition?.name.value, type));
    return fragment && narrowed.length > 0
      ? dependentIn(context, { set: fragment.selectionSet, when: inner }, narrowed)
      : [];
  });
}
