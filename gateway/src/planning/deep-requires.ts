import { type DocumentNode, type FieldDefinitionNode, type FieldNode, Kind, parse, visit } from 'graphql';

/** Requirements that planners have trouble with: of a field that itself requires another; inside of objects, or among abstract types. */
export type Depth = 'chained' | 'nested';

/**
 * Tells operations that select a field which requires more than plain fields of its entity, or any where the supergraph
 * has interfaces or unions. The Rust planner (0.0.38) panics on some of these, and a panic there ends the whole process; where it does not, it plans them rightly. Apollo's
 * asks for the middle of a chain without what that one requires.
 */
export function deepRequires(supergraphSdl: string): (operation: DocumentNode) => Depth | undefined {
  const deep = deepFields(supergraphSdl);
  if (deep.size === 0) return () => undefined;
  return (operation) => {
    let found: Depth | undefined;
    visit(operation, {
      [Kind.FIELD]({ name }: FieldNode) {
        const depth = deep.get(name.value);
        if (depth && found !== 'chained') found = depth;
      },
    });
    return found;
  };
}

/** By name alone: a field of the same name elsewhere costs no more than some time. */
function deepFields(supergraphSdl: string): ReadonlyMap<string, Depth> {
  const requiredBy = new Map<string, readonly string[]>();
  let hasAbstract = false;
  const meetAbstract = () => {
    hasAbstract = true;
  };
  visit(parse(supergraphSdl, { noLocation: true }), {
    [Kind.INTERFACE_TYPE_DEFINITION]: meetAbstract,
    [Kind.UNION_TYPE_DEFINITION]: meetAbstract,
    [Kind.FIELD_DEFINITION](field: FieldDefinitionNode) {
      const required = requiredOf(field);
      const known = requiredBy.get(field.name.value) ?? [];
      if (required.length > 0) requiredBy.set(field.name.value, [...known, ...required]);
    },
  });
  const isChained = (text: string) => (text.match(/\w+/g) ?? []).some((name) => requiredBy.has(name));
  const depthOf = (texts: readonly string[]): Depth | undefined =>
    texts.some(isChained) ? 'chained' : hasAbstract || texts.some((text) => text.includes('{')) ? 'nested' : undefined;
  return new Map(
    [...requiredBy].flatMap(([name, texts]) => {
      const depth = depthOf(texts);
      return depth ? [[name, depth]] : [];
    }),
  );
}

/** The field sets of `@requires`, by subgraph. */
const requiredOf = ({ directives = [] }: FieldDefinitionNode): string[] =>
  directives
    .filter(({ name }) => name.value === 'join__field')
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'requires'))
    .flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : []));
