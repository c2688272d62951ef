import { type DefinitionNode, type FieldDefinitionNode, Kind } from 'graphql';
import {
  argumentsOf,
  definitionsOf,
  hasFields,
  membershipsOf,
  namedType,
  textsOf,
} from '../../supergraph/definitions.ts';

/** What the supergraph says of a field. */
export interface FieldRule {
  /** The type it answers with, without lists and non-null. */
  readonly type: string;
  /** Seconds from `@cacheControl`; undefined where it says none. */
  readonly maxAge: number | undefined;
  readonly inherits: boolean;
  /** `scope: PRIVATE`, or guarded by `@auth`. */
  readonly isPrivate: boolean;
}

/** What `policyOf` needs to know of a supergraph. */
export interface PublicRules {
  readonly queryType: string;
  /** By `Type.field`. */
  readonly fields: ReadonlyMap<string, FieldRule>;
  /** The object types a value of this type may be of; undefined for scalars and enums. */
  readonly possible: ReadonlyMap<string, readonly string[]>;
  /** Types with keys, which subgraphs may announce as changed. */
  readonly entities: ReadonlySet<string>;
  /** `Type.field` of keys: whoever asks for an entity knows them already. */
  readonly keys: ReadonlySet<string>;
}

/** Reads `@cacheControl`, `@auth` and keys of a supergraph. */
export function publicRulesOf(supergraphSdl: string): PublicRules {
  const definitions = definitionsOf(supergraphSdl);
  const owners = definitions.filter(hasFields);
  const keyed = owners.map((owner) => ({ name: owner.name.value, keys: textsOf(owner, 'join__type', 'key') }));
  return {
    queryType: queryTypeOf(definitions),
    fields: new Map(
      owners.flatMap(({ name, fields = [] }) =>
        fields.map((field) => [`${name.value}.${field.name.value}`, ruleOf(field)]),
      ),
    ),
    possible: grouped(definitions.flatMap(possibleIn)),
    entities: new Set(keyed.filter(({ keys }) => keys.length > 0).map(({ name }) => name)),
    keys: new Set(keyed.flatMap(({ name, keys }) => keys.flatMap(plainFields).map((field) => `${name}.${field}`))),
  };
}

const queryTypeOf = (definitions: readonly DefinitionNode[]): string =>
  definitions
    .flatMap((definition) => (definition.kind === Kind.SCHEMA_DEFINITION ? definition.operationTypes : []))
    .find(({ operation }) => operation === 'query')?.type.name.value ?? 'Query';

function grouped(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, member] of pairs) groups.set(name, [...(groups.get(name) ?? []), member]);
  return groups;
}

/** The fields of a key; of one with selections none, which only makes less public. */
const plainFields = (key: string): string[] => (/[{}]/.test(key) ? [] : key.split(/\s+/).filter(Boolean));

/** Which object types can be meant by which types, their own among them. */
const possibleIn = (definition: DefinitionNode): (readonly [type: string, member: string])[] =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION
    ? [[definition.name.value, definition.name.value], ...membershipsOf(definition)]
    : membershipsOf(definition);

function ruleOf(field: FieldDefinitionNode): FieldRule {
  const { type, directives } = field;
  const hint = argumentsOf(field, 'cacheControl')[0] ?? {};
  const isGuarded = directives?.some((directive) => directive.name.value === 'auth') ?? false;
  return {
    type: namedType(type),
    maxAge: typeof hint.maxAge === 'number' ? hint.maxAge : undefined,
    inherits: hint.inheritMaxAge === true,
    isPrivate: isGuarded || hint.scope === 'PRIVATE',
  };
}
