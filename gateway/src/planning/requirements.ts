import { type DocumentNode, type FieldDefinitionNode, type FieldNode, Kind, parse, visit } from 'graphql';

/**
 * Tells operations that select a field which requires another (`@requires`). The Rust planner (0.0.38) panics on some of
 * these, where an entity has several keys, inside of objects, or among abstract types, and a panic there ends the whole
 * process.
 */
export function requirementsIn(supergraphSdl: string): (operation: DocumentNode) => boolean {
  const requiring = requiringIn(supergraphSdl);
  if (requiring.size === 0) return () => false;
  return (operation) => {
    let found = false;
    visit(operation, {
      [Kind.FIELD]({ name }: FieldNode) {
        found ||= requiring.has(name.value);
      },
    });
    return found;
  };
}

/** By name alone: a field of the same name elsewhere costs no more than some time. */
function requiringIn(supergraphSdl: string): ReadonlySet<string> {
  const names = new Set<string>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    [Kind.FIELD_DEFINITION](field: FieldDefinitionNode) {
      if (requires(field)) names.add(field.name.value);
    },
  });
  return names;
}

const requires = ({ directives = [] }: FieldDefinitionNode): boolean =>
  directives.some(
    ({ name, arguments: given = [] }) =>
      name.value === 'join__field' && given.some((each) => each.name.value === 'requires'),
  );
