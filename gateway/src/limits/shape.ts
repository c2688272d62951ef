import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** What an operation amounts to once its fragments are spread out. */
export interface Shape {
  readonly depth: number;
  /** Aliased fields, and fields selected again in the same braces. */
  readonly aliases: number;
  /** Fields and spreads. */
  readonly selections: number;
  readonly directives: number;
  /** How often each root field is selected. */
  readonly roots: ReadonlyMap<string, number>;
}

const EMPTY: Shape = { depth: 0, aliases: 0, selections: 0, directives: 0, roots: new Map() };

/**
 * The shape of every operation in a document. Each fragment is measured once, so a bomb of nested spreads is as cheap to
 * measure as any document; a cycle of fragments measures as endless.
 */
export function shapesOf(document: DocumentNode): Shape[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measured = new Map<string, Shape>();

  function ofFragment(name: string): Shape {
    const known = measured.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return EMPTY;
    // What a fragment inside itself meets until it is measured.
    measured.set(name, { ...EMPTY, depth: Number.POSITIVE_INFINITY });
    const shape = plus(ofSet(fragment.selectionSet), { directives: fragment.directives?.length ?? 0 });
    measured.set(name, shape);
    return shape;
  }

  function ofSet({ selections }: SelectionSetNode): Shape {
    const names = new Set<string>();
    return selections.reduce((sum, selection) => {
      const own = { selections: 1, directives: selection.directives?.length ?? 0 };
      return plus(plus(sum, ofSelection(selection, names)), own);
    }, EMPTY);
  }

  function ofSelection(selection: SelectionNode, names: Set<string>): Shape {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return ofSet(selection.selectionSet);
    const name = selection.name.value;
    const again = selection.alias !== undefined || names.has(name);
    names.add(name);
    const below = selection.selectionSet ? ofSet(selection.selectionSet) : EMPTY;
    // Introspection nests deeper than any other query; graphql-js bounds it by its own rule.
    const depth = name.startsWith('__') ? 1 : below.depth + 1;
    return { ...below, depth, aliases: below.aliases + (again ? 1 : 0), roots: new Map([[name, 1]]) };
  }

  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? [plus(ofSet(definition.selectionSet), { directives: definition.directives?.length ?? 0 })]
      : [],
  );
}

const plus = (one: Shape, other: Partial<Shape>): Shape => ({
  depth: Math.max(one.depth, other.depth ?? 0),
  aliases: one.aliases + (other.aliases ?? 0),
  selections: one.selections + (other.selections ?? 0),
  directives: one.directives + (other.directives ?? 0),
  roots: other.roots ? merged(one.roots, other.roots) : one.roots,
});

function merged(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sum = new Map(one);
  for (const [name, times] of other) sum.set(name, (sum.get(name) ?? 0) + times);
  return sum;
}
