import { type DocumentNode, type FieldDefinitionNode, Kind, parse, visit } from 'graphql';

/**
 * Tells operations that select a field which requires, of its entity, a field that itself requires another. The Rust
 * planner (0.0.38) panics on some of these, and a panic there ends this whole process: they are never given to it.
 */
export function chainedRequires(supergraphSdl: string): (operation: DocumentNode) => boolean {
  const chained = chainedFields(supergraphSdl);
  if (chained.size === 0) return () => false;
  return (operation) => {
    let found = false;
    visit(operation, {
      [Kind.FIELD]({ name }: { name: { value: string } }) {
        found ||= chained.has(name.value);
      },
    });
    return found;
  };
}

/** By name alone: a field of the same name elsewhere costs no more than the other planner's time. */
function chainedFields(supergraphSdl: string): ReadonlySet<string> {
  const requiredBy = new Map<string, readonly string[]>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    [Kind.FIELD_DEFINITION](field: FieldDefinitionNode) {
      const names = requiredNames(field);
      const known = requiredBy.get(field.name.value) ?? [];
      if (names.length > 0) requiredBy.set(field.name.value, [...known, ...names]);
    },
  });
  const isChained = (names: readonly string[]) => names.some((name) => requiredBy.has(name));
  return new Set([...requiredBy].filter(([, names]) => isChained(names)).map(([name]) => name));
}

const requiredNames = ({ directives = [] }: FieldDefinitionNode): string[] =>
  directives
    .filter(({ name }) => name.value === 'join__field')
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'requires'))
    .flatMap(({ value }) => (value.kind === Kind.STRING ? (value.value.match(/\w+/g) ?? []) : []));
