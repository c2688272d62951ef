import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fragmentsIn } from '../planning/fragments.ts';
import { variableOf } from './conditions.ts';

/**
 * The variable of a fragment's `@skip` or `@include` with another selection in it that depends on one, no field between
 * them. The Rust planner (0.0.38) drops the outer condition where it writes out an interface or a union type by type.
 */
export function stackedCondition(document: DocumentNode): string | undefined {
  const fragments = fragmentsIn(document);
  let found: string | undefined;
  const meet = (selection: SelectionNode) => {
    const set = insideOf(selection, fragments);
    const variable = variableOf(selection);
    if (found === undefined && set && variable !== undefined && holdsCondition(set, fragments)) found = variable;
  };
  visit(document, { [Kind.INLINE_FRAGMENT]: meet, [Kind.FRAGMENT_SPREAD]: meet });
  return found;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const insideOf = (selection: SelectionNode, fragments: Fragments): SelectionSetNode | undefined => {
  if (selection.kind === Kind.FIELD) return undefined;
  const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
  return fragment?.selectionSet;
};

const holdsCondition = ({ selections }: SelectionSetNode, fragments: Fragments): boolean =>
  selections.some((selection) => {
    const inner = insideOf(selection, fragments);
    return variableOf(selection) !== undefined || (inner !== undefined && holdsCondition(inner, fragments));
  });
