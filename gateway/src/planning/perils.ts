import { type DefinitionNode, type DocumentNode, type FieldDefinitionNode, type FieldNode, Kind, visit } from 'graphql';
import { definitionsOf, hasFields, namedType, textsOf, type WithFields } from '../supergraph/definitions.ts';

/** What may happen to the process in which an operation is planned: it ends, or it never comes to the end of the plan. */
export type Peril = 'end' | 'endless';

/**
 * Tells operations that the Rust planner (0.0.38) is not to plan in the gateway's own process.
 *
 * It may panic, which ends the process, over those that select of an interface or a union, and those that select a field
 * which requires (`@requires`) more than plain fields of an entity with one key: where it has several, or where what is
 * required is inside of objects, or itself requires something.
 *
 * It may go on for ever over those that select one field under two names (`a: price stock b: price`) of an entity with
 * several keys, one of them of more than a plain field.
 */
export function perilsIn(supergraphSdl: string): (operation: DocumentNode) => Peril | undefined {
  const definitions = definitionsOf(supergraphSdl);
  const composite = definitions.filter(hasFields);
  const abstract = new Set(definitions.flatMap((definition) => (isAbstract(definition) ? definition.name.value : [])));
  const manyKeyed = new Set(composite.filter(hasIntricateKeys).map(({ name }) => name.value));
  // By name alone: a field of the same name elsewhere costs no more than some time.
  const toManyKeyed = new Set(leadingTo(manyKeyed, composite));
  const perilous = new Set([...leadingTo(abstract, composite), ...hardIn(composite), ...toManyKeyed]);
  return (operation) => {
    let mayEnd = false;
    let isManyKeyed = false;
    const meet = ({ typeCondition }: Conditioned) => {
      mayEnd ||= typeCondition !== undefined && abstract.has(typeCondition.name.value);
    };
    visit(operation, {
      [Kind.FIELD]({ name }: FieldNode) {
        mayEnd ||= perilous.has(name.value);
        isManyKeyed ||= toManyKeyed.has(name.value);
      },
      [Kind.INLINE_FRAGMENT]: meet,
      [Kind.FRAGMENT_DEFINITION]: meet,
    });
    if (isManyKeyed && hasTwoNames(operation)) return 'endless';
    return mayEnd ? 'end' : undefined;
  };
}

/** Whether some field is selected under two names, in whatever places. */
function hasTwoNames(operation: DocumentNode): boolean {
  const names = new Map<string, string>();
  let found = false;
  visit(operation, {
    [Kind.FIELD]({ name: { value: name }, alias }: FieldNode) {
      const shown = alias?.value ?? name;
      found ||= (names.get(name) ?? shown) !== shown;
      names.set(name, shown);
    },
  });
  return found;
}

/** Several keys, not all of them one plain field. */
function hasIntricateKeys(owner: WithFields): boolean {
  const keys = new Set(textsOf(owner, 'join__type', 'key'));
  return keys.size > 1 && [...keys].some((key) => /\W/.test(key.trim()));
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
