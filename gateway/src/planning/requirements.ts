import { type DocumentNode, type FieldDefinitionNode, type FieldNode, Kind, parse, visit } from 'graphql';

/** What a selected field requires of other subgraphs: plain fields, or one that itself requires another. */
export type Requirement = 'plain' | 'chained';

/**
 * Tells operations that select a field which requires another (`@requires`). The Rust planner (0.0.38) panics on some of
 * these, where an entity has several keys, inside of objects, or among abstract types, and a panic there ends the whole
 * process; where it does not, it plans them rightly. Apollo's asks for the middle of a chain without what that one requires.
 */
export function requirementsIn(supergraphSdl: string): (operation: DocumentNode) => Requirement | undefined {
  const requirements = requirementsByName(supergraphSdl);
  if (requirements.size === 0) return () => undefined;
  return (operation) => {
    let found: Requirement | undefined;
    visit(operation, {
      [Kind.FIELD]({ name }: FieldNode) {
        const requirement = requirements.get(name.value);
        if (requirement && found !== 'chained') found = requirement;
      },
    });
    return found;
  };
}

/** By name alone: a field of the same name elsewhere costs no more than some time. */
function requirementsByName(supergraphSdl: string): ReadonlyMap<string, Requirement> {
  const requiredBy = new Map<string, readonly string[]>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    [Kind.FIELD_DEFINITION](field: FieldDefinitionNode) {
      const required = requiredOf(field);
      const known = requiredBy.get(field.name.value) ?? [];
      if (required.length > 0) requiredBy.set(field.name.value, [...known, ...required]);
    },
  });
  const isChained = (text: string) => (text.match(/\w+/g) ?? []).some((name) => requiredBy.has(name));
  return new Map([...requiredBy].map(([name, texts]) => [name, texts.some(isChained) ? 'chained' : 'plain']));
}

/** The field sets of `@requires`, by subgraph. */
const requiredOf = ({ directives = [] }: FieldDefinitionNode): string[] =>
  directives
    .filter(({ name }) => name.value === 'join__field')
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'requires'))
    .flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : []));
