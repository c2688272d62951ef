import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  Kind,
  visit,
} from 'graphql';
import { fragmentsIn } from '../planning/fragments.ts';
import { variableOf } from './conditions.ts';

/**
 * A variable that decides by `@skip` or `@include` whether something marked `@defer` is asked for: at the mark, around it,
 * or where a fragment with a mark is spread. Undefined when none does.
 */
export function conditionAboveDefer(document: DocumentNode): string | undefined {
  const fragments = fragmentsIn(document);
  let found: string | undefined;
  visit(document, {
    enter(node) {
      if (found !== undefined) return false;
      const variable = variableOf(node);
      if (variable !== undefined && holdsDefer(node, fragments)) found = variable;
      return undefined;
    },
  });
  return found;
}

function holdsDefer(node: ASTNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): boolean {
  let found = false;
  visit(node, {
    [Kind.DIRECTIVE]({ name }: DirectiveNode) {
      found ||= name.value === 'defer';
    },
    [Kind.FRAGMENT_SPREAD]({ name }: FragmentSpreadNode) {
      const definition = fragments.get(name.value);
      found ||= definition !== undefined && holdsDefer(definition, fragments);
    },
  });
  return found;
}
