import { type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { and, type Condition, conditionOf, or } from './conditions.ts';
import type { Types } from './types.ts';

interface Within {
  readonly types: Types;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * When a selection of an entity tells anything of it: `@skip` and `@include` may leave nothing but the name of a type
 * that is known, and nobody must be asked for that, or the client would be told of what goes wrong. Undefined: always.
 */
export function countsWhen(within: Within, set: SelectionSetNode): Condition | undefined {
  const [first, ...others] = conditionsIn(within, { set, type: undefined, when: undefined });
  return first && others.reduce((one, other) => ({ when: or(one.when, other.when) }), first).when;
}

interface Place {
  readonly set: SelectionSetNode;
  /** Undefined where nothing says which one. */
  readonly type: string | undefined;
  readonly when: Condition | undefined;
}

function conditionsIn(within: Within, { set, type, when }: Place): { readonly when: Condition | undefined }[] {
  return set.selections.flatMap((selection) => {
    const inner = and(when, conditionOf(selection.directives));
    if (selection.kind === Kind.FIELD) {
      const isKnown = selection.name.value === '__typename' && type !== undefined && within.types.isObject(type);
      return isKnown ? [] : [{ when: inner }];
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : within.fragments.get(selection.name.value);
    if (!fragment) return [];
    const narrowed = fragment.typeCondition?.name.value ?? type;
    return conditionsIn(within, { set: fragment.selectionSet, type: narrowed, when: inner });
  });
}
