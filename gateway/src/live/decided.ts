import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { beside } from '../beside.ts';
import { deciding, variableOf } from '../compile/conditions.ts';
import { defaultsOf } from '../compile/operation.ts';
import type { Subscription } from './question.ts';

/** What `@skip` and `@include` are decided by, for one follower. */
export type Decided = Readonly<Record<string, boolean>>;

/**
 * Opens what tells the values that decide. They do not change as long as somebody follows, so that their subscription is
 * compiled without conditions: planners make right plans of these, and what counts need not be found out for each step.
 */
export function openDecided(): (subscription: Subscription) => Decided {
  const names = beside<DocumentNode, readonly string[]>();
  return ({ document, operationName, variables }) => {
    const of = names.get(document) ?? names.set(document, decidingNames(document));
    if (of.length === 0) return NOTHING;
    const operation = getOperationAST(document, operationName);
    const values = { ...(operation && defaultsOf(operation)), ...variables };
    return Object.fromEntries(of.map((name) => [name, values[name] === true]));
  };
}

const NOTHING: Decided = {};

function decidingNames(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    [Kind.DIRECTIVE](directive: DirectiveNode) {
      const name = deciding(directive);
      if (name !== undefined) names.add(name);
    },
  });
  return [...names].sort();
}

/** Whether the field that is followed stands under a condition. */
export function isConditional(
  { selectionSet }: Pick<OperationDefinitionNode, 'selectionSet'>,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): boolean {
  const below = (set: SelectionSetNode | undefined) =>
    set !== undefined && isConditional({ selectionSet: set }, fragments);
  return selectionSet.selections.some(
    (each) =>
      variableOf(each) !== undefined ||
      (each.kind === Kind.INLINE_FRAGMENT && below(each.selectionSet)) ||
      (each.kind === Kind.FRAGMENT_SPREAD && below(fragments.get(each.name.value)?.selectionSet)),
  );
}
