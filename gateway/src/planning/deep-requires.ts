import { type DocumentNode, type FieldDefinitionNode, type FieldNode, Kind, parse, visit } from 'graphql';

/**
 * Tells operations that select a field which requires more than plain fields of its entity: a field that itself requires
 * another, or something inside of an object. The Rust planner (0.0.38) panics on some of these, and a panic there ends
 * this whole process: they are never given to it. Requirements with arguments are: the other planner mixes them up.
 */
export function deepRequires(supergraphSdl: string): (operation: DocumentNode) => boolean {
  const deep = deepFields(supergraphSdl);
  if (deep.size === 0) return () => false;
  return (operation) => {
    let found = false;
    visit(operation, {
      [Kind.FIELD]({ name }: FieldNode) {
        found ||= deep.has(name.value);
      },
    });
    return found;
  };
}

/** By name alone: a field of the same name elsewhere costs no more than the other planner's time. */
function deepFields(supergraphSdl: string): ReadonlySet<string> {
  const requiredBy = new Map<string, readonly string[]>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    [Kind.FIELD_DEFINITION](field: FieldDefinitionNode) {
      const required = requiredOf(field);
      const known = requiredBy.get(field.name.value) ?? [];
      if (required.length > 0) requiredBy.set(field.name.value, [...known, ...required]);
    },
  });
  const isDeep = (text: string) =>
    (text.includes('{') && !text.includes('(')) || (text.match(/\w+/g) ?? []).some((name) => requiredBy.has(name));
  return new Set([...requiredBy].filter(([, texts]) => texts.some(isDeep)).map(([name]) => name));
}

/** The field sets of `@requires`, by subgraph. */
const requiredOf = ({ directives = [] }: FieldDefinitionNode): string[] =>
  directives
    .filter(({ name }) => name.value === 'join__field')
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'requires'))
    .flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : []));
