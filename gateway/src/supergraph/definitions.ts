import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';

/** What a supergraph consists of, as it is written. */
export const definitionsOf = (supergraphSdl: string): readonly DefinitionNode[] =>
  parse(supergraphSdl, { noLocation: true }).definitions;

/** An object type or an interface. */
export type WithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export const hasFields = (definition: DefinitionNode): definition is WithFields =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;

/** The name of a type, without lists. */
export const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);

/** Pairs of an interface or union and one of its object types. */
export function membershipsOf(definition: DefinitionNode): (readonly [type: string, member: string])[] {
  if (definition.kind === Kind.UNION_TYPE_DEFINITION)
    return (definition.types ?? []).map(({ name }) => [definition.name.value, name.value]);
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
  return (definition.interfaces ?? []).map(({ name }) => [name.value, definition.name.value]);
}

/** What may carry the directives by which a supergraph tells what it is made of. */
interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** The arguments of each directive of this name; enum values as their names. */
export const argumentsOf = (node: Annotated | null | undefined, directive: string): Record<string, unknown>[] =>
  (node?.directives ?? [])
    .filter(({ name }) => name.value === directive)
    .map(({ arguments: given = [] }) =>
      Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)])),
    );

/** One argument of each directive of this name, where it is text. */
export const textsOf = (node: Annotated | null | undefined, directive: string, argument: string): string[] =>
  argumentsOf(node, directive).flatMap(({ [argument]: text }) => (typeof text === 'string' ? [text] : []));

/** The subgraphs' names, by the enum value that stands for each. */
export const subgraphsIn = (definitions: readonly DefinitionNode[]): ReadonlyMap<string, string> =>
  new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
        ? (definition.values ?? []).flatMap((value) =>
            textsOf(value, 'join__graph', 'name').map((name) => [value.name.value, name] as const),
          )
        : [],
    ),
  );
