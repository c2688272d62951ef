import {
  type DocumentNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fragmentsIn } from '../planning/fragments.ts';

/**
 * An operation in which nothing that is marked `@defer` stands inside of a fragment on an interface or a union: instead of
 * `... on Media { ... @defer { title } }`, `... @defer { ... on Media { title } }`, which is told of the same object. The
 * planner writes such a fragment out type by type, and then defers the part of one type, and nobody tells the others.
 */
export function withHoistedDefers(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const fragments = fragmentsIn(document);

  const hoisted = ({ kind, selections }: SelectionSetNode): SelectionSetNode => ({
    kind,
    selections: selections.flatMap((selection) => {
      const fragment = inlined(selection);
      return fragment && isOnAbstract(fragment) ? apart(fragment) : [selection];
    }),
  });

  /** A fragment of what is told at once, and one around each that is marked. */
  function apart(fragment: InlineFragmentNode): SelectionNode[] {
    const { kind, selections } = hoisted(fragment.selectionSet);
    const now = selections.filter((selection) => !isMarked(selection));
    const later = selections.filter(isMarked).map((marked): InlineFragmentNode => {
      const { directives = [], ...inner } = marked;
      const own = { ...inner, directives: directives.filter((each) => !isDefer(each)) };
      return {
        kind: Kind.INLINE_FRAGMENT,
        directives: directives.filter(isDefer),
        selectionSet: { kind, selections: [{ ...fragment, selectionSet: { kind, selections: [own] } }] },
      };
    });
    return now.length > 0 ? [{ ...fragment, selectionSet: { kind, selections: now } }, ...later] : later;
  }

  /** Named fragments are written out where they are on an interface or a union. */
  function inlined(selection: SelectionNode): InlineFragmentNode | undefined {
    if (selection.kind === Kind.FIELD || isMarked(selection)) return undefined;
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
    const definition = fragments.get(selection.name.value);
    if (!definition) return undefined;
    const { typeCondition, selectionSet } = definition;
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives: selection.directives ?? [], selectionSet };
  }

  const isOnAbstract = ({ typeCondition }: InlineFragmentNode): boolean =>
    typeCondition !== undefined && isAbstractType(schema.getType(typeCondition.name.value));

  return visit(document, { [Kind.SELECTION_SET]: { enter: hoisted } });
}

const isDefer = ({ name }: { readonly name: { readonly value: string } }): boolean => name.value === 'defer';

const isMarked = (selection: SelectionNode): boolean => selection.directives?.some(isDefer) === true;
