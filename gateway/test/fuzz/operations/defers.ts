import { type DirectiveNode, Kind, print, type SelectionSetNode, visit } from 'graphql';
import { type Random, randomFrom } from '../random.ts';
import type { Operation } from './operation.ts';

/**
 * The same query with parts of it marked `@defer`: fragments that are there, and some of what is selected of an object.
 * Undefined for mutations, of which nothing is deferred.
 */
export function withDefers({ document, variables }: Operation, seed: number): Operation | undefined {
  const random = randomFrom(seed);
  const isQuery = document.definitions.every((each) => !('operation' in each) || each.operation === 'query');
  if (!isQuery) return undefined;
  const marked = <Node extends { readonly directives?: readonly DirectiveNode[] | undefined }>(node: Node) =>
    random.chance(0.4) ? { ...node, directives: [...(node.directives ?? []), drawDefer(random)] } : undefined;
  const parted = <Node extends { readonly selectionSet?: SelectionSetNode | undefined }>(node: Node) =>
    node.selectionSet && random.chance(0.3) ? { ...node, selectionSet: part(node.selectionSet, random) } : undefined;
  const deferred = visit(document, {
    [Kind.INLINE_FRAGMENT]: { leave: marked },
    [Kind.FRAGMENT_SPREAD]: { leave: marked },
    [Kind.FIELD]: { leave: parted },
    [Kind.OPERATION_DEFINITION]: { leave: parted },
  });
  return { text: print(deferred), document: deferred, variables };
}

/** Some of the selections as they are, the others in a fragment. */
function part({ kind, selections }: SelectionSetNode, random: Random): SelectionSetNode {
  const now = random.some(selections, 0);
  const later = selections.filter((selection) => !now.includes(selection));
  if (later.length === 0) return { kind, selections };
  const directives = [drawDefer(random)];
  return {
    kind,
    selections: [...now, { kind: Kind.INLINE_FRAGMENT, directives, selectionSet: { kind, selections: later } }],
  };
}

/** Mostly without a condition. */
function drawDefer(random: Random): DirectiveNode {
  const name = { kind: Kind.NAME, value: 'defer' } as const;
  if (random.chance(0.8)) return { kind: Kind.DIRECTIVE, name };
  const value = { kind: Kind.BOOLEAN, value: random.chance(0.5) } as const;
  return {
    kind: Kind.DIRECTIVE,
    name,
    arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'if' }, value }],
  };
}
