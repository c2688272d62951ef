import { type DefinitionNode, type FieldDefinitionNode, Kind, parse, valueFromASTUntyped } from 'graphql';

/** Roles of which one is needed; none named means any signed-in user. */
export type Requires = readonly string[];

/** What `@auth` in the supergraph asks of a field, by `Type.field`. */
export type Guards = ReadonlyMap<string, Requires>;

/** Reads every `@auth` once. A field of an interface is as guarded as that of any type behind it. */
export function guardsOf(supergraphSdl: string): Guards {
  return new Map(parse(supergraphSdl, { noLocation: true }).definitions.flatMap(guardsIn));
}

function guardsIn(definition: DefinitionNode): [string, Requires][] {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
  const owners = [definition.name.value, ...(definition.interfaces ?? []).map((each) => each.name.value)];
  return (definition.fields ?? []).flatMap((field): [string, Requires][] => {
    const requires = requiredBy(field);
    return requires ? owners.map((owner) => [`${owner}.${field.name.value}`, requires]) : [];
  });
}

function requiredBy(field: FieldDefinitionNode): Requires | undefined {
  const auth = field.directives?.find((directive) => directive.name.value === 'auth');
  if (!auth) return undefined;
  const requires = auth.arguments?.find((argument) => argument.name.value === 'requires')?.value;
  return requires ? (valueFromASTUntyped(requires) as string[]) : [];
}
