import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';
import { fragmentsIn } from '../planning/fragments.ts';
import { deciding } from './conditions.ts';

/** Another time the same root field is selected, and under which conditions. */
interface Root {
  readonly field: FieldNode;
  readonly conditions: readonly DirectiveNode[];
}

/** A mutation in which each root field stands once; or the variable that decides where it would have to stand. */
export type Once = { readonly document: DocumentNode } | { readonly variable: string };

/**
 * A root field of a mutation runs once, however often it is selected. Planners ask for it once for each of its conditions:
 * `{ pay { id } ...  pay @include(if: $x) { state } }` would pay twice. So what is selected of it later moves to where it
 * stands first, under its conditions. Where its first place is itself conditional, the order in which fields run depends on
 * the variable, which is for plans of their own. Fragments are opened: planners put what stands in them where they like.
 */
export function rootsOnce(document: DocumentNode, { name }: OperationDefinitionNode): Once {
  const operation = document.definitions.find(
    (each): each is OperationDefinitionNode =>
      each.kind === Kind.OPERATION_DEFINITION && each.name?.value === name?.value,
  );
  if (!operation) return { document };
  const roots = rootsIn(operation.selectionSet.selections, fragmentsIn(document), []);
  const groups = new Map<string, Root[]>();
  for (const root of roots) groups.set(nameOf(root), [...(groups.get(nameOf(root)) ?? []), root]);
  const repeated = [...groups.values()].filter((group) => group.length > 1);
  if (repeated.length === 0 && (isFlat(operation) || roots.some(isStacked))) return { document };
  const variable = repeated
    .flatMap(([first]) => first?.conditions.map(deciding) ?? [])
    .find((name) => name !== undefined);
  if (variable !== undefined) return { variable };
  const selections = [...groups.values()].map(merged);
  const flat = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  return { document: withUsedFragments(document, operation, flat) };
}

const isFlat = ({ selectionSet }: OperationDefinitionNode): boolean =>
  selectionSet.selections.every(({ kind }) => kind === Kind.FIELD);

/** Conditions around conditions only fragments can say. */
const isStacked = ({ conditions }: Root): boolean => conditions.length > 1;

const nameOf = ({ field }: Root): string => (field.alias ?? field.name).value;

/** Each root field in the order in which they are written, fragments opened. */
function rootsIn(
  selections: readonly SelectionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  above: readonly DirectiveNode[],
): Root[] {
  return selections.flatMap((selection): Root[] => {
    const conditions = [...above, ...(selection.directives ?? [])];
    if (selection.kind === Kind.FIELD) return [{ field: selection, conditions }];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return fragment ? rootsIn(fragment.selectionSet.selections, fragments, conditions) : [];
  });
}

function merged([first, ...later]: readonly Root[]): FieldNode {
  if (!first) throw new Error('a root field that is not selected');
  const { field, conditions } = first;
  const own = { ...field, directives: conditions };
  if (!field.selectionSet || later.length === 0) return own;
  const more = later.flatMap(({ field: again, conditions: directives }): readonly SelectionNode[] => {
    const { selectionSet } = again;
    if (!selectionSet || directives.length === 0) return selectionSet?.selections ?? [];
    return [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet }];
  });
  return { ...own, selectionSet: { ...field.selectionSet, selections: [...field.selectionSet.selections, ...more] } };
}

/** The document with another operation, without the fragments that nothing uses any more. */
function withUsedFragments(
  document: DocumentNode,
  before: OperationDefinitionNode,
  after: OperationDefinitionNode,
): DocumentNode {
  const fragments = fragmentsIn(document);
  const used = new Set<string>();
  const use = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      [Kind.FRAGMENT_SPREAD]({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(name.value)) return;
        used.add(name.value);
        use(fragment);
      },
    });
  };
  use(after);
  const definitions = document.definitions
    .map((each) => (each === before ? after : each))
    .filter((each) => each.kind !== Kind.FRAGMENT_DEFINITION || used.has(each.name.value));
  return { ...document, definitions };
}
