import { type DefinitionNode, type DocumentNode, type FieldDefinitionNode, type FieldNode, Kind, visit } from 'graphql';
import { definitionsOf, hasFields, namedType, textsOf, type WithFields } from '../supergraph/definitions.ts';

/**
 * Tells operations over which the Rust planner (0.0.38) may panic, which ends the whole process: those that select of an
 * interface or a union, and those that select a field which requires (`@requires`) more than plain fields of an entity
 * with one key: where it has several, or where what is required is inside of objects, or itself requires something.
 */
export function perilsIn(supergraphSdl: string): (operation: DocumentNode) => boolean {
  const definitions = definitionsOf(supergraphSdl);
  const composite = definitions.filter(hasFields);
  const abstract = new Set(definitions.flatMap((definition) => (isAbstract(definition) ? definition.name.value : [])));
  // By name alone: a field of the same name elsewhere costs no more than some time.
  const perilous = new Set([...leadingTo(abstract, composite), ...hardIn(composite)]);
  return (operation) => {
    let found = false;
    const meet = ({ typeCondition }: Conditioned) => {
      found ||= typeCondition !== undefined && abstract.has(typeCondition.name.value);
    };
    visit(operation, {
      [Kind.FIELD]({ name }: FieldNode) {
        found ||= perilous.has(name.value);
      },
      [Kind.INLINE_FRAGMENT]: meet,
      [Kind.FRAGMENT_DEFINITION]: meet,
    });
    return found;
  };
}

interface Conditioned {
  readonly typeCondition?: { readonly name: { readonly value: string } } | undefined;
}

const isAbstract = (definition: DefinitionNode) =>
  definition.kind === Kind.INTERFACE_TYPE_DEFINITION || definition.kind === Kind.UNION_TYPE_DEFINITION;

/** Names of the fields whose type is one of these. */
const leadingTo = (types: ReadonlySet<string>, composite: readonly WithFields[]): string[] =>
  composite.flatMap(({ fields = [] }) =>
    fields.flatMap(({ name, type }) => (types.has(namedType(type)) ? name.value : [])),
  );

/** Names of the fields that require more than plain fields of an entity with one key. */
function hardIn(composite: readonly WithFields[]): string[] {
  const requiring = composite.flatMap((owner) => {
    const hasOneKey = new Set(textsOf(owner, 'join__type', 'key')).size === 1;
    return (owner.fields ?? [])
      .filter(requires)
      .map((field) => ({ name: field.name.value, texts: requirementsOf(field), hasOneKey }));
  });
  const names = new Set(requiring.map(({ name }) => name));
  const isPlain = (text: string): boolean =>
    /^[\w\s]*$/.test(text) && !text.split(/\s+/).some((name) => names.has(name));
  return requiring.flatMap(({ name, texts, hasOneKey }) => (hasOneKey && texts.every(isPlain) ? [] : name));
}

const requirementsOf = (field: FieldDefinitionNode): string[] => textsOf(field, 'join__field', 'requires');

const requires = (field: FieldDefinitionNode): boolean => requirementsOf(field).length > 0;
