import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';

/** The supergraph's types as the executor asks about them. */
export interface Types {
  /** Names an object may have in `__typename` to be of this type, the type's own name included. */
  namesOf(type: string): ReadonlySet<string>;
  /** Whether this is the name of an object type, so that nothing more precise can be said. */
  isObject(name: string): boolean;
  /** Whether some type has a field of this name. */
  isField(name: string): boolean;
}

/** Reads the types of a supergraph, each once. */
export function typesOf(supergraph: GraphQLSchema): Types {
  const names = new Map<string, ReadonlySet<string>>();
  const objects = new Set(
    Object.values(supergraph.getTypeMap()).flatMap((type) => (isObjectType(type) ? type.name : [])),
  );
  const fields = new Set(
    Object.values(supergraph.getTypeMap()).flatMap((type) =>
      isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [],
    ),
  );
  return {
    namesOf(name) {
      let known = names.get(name);
      if (!known) {
        const type = supergraph.getType(name);
        const possible = isAbstractType(type) ? supergraph.getPossibleTypes(type) : [];
        known = new Set([name, ...possible.map((each) => each.name)]);
        names.set(name, known);
      }
      return known;
    },
    isObject: (name) => objects.has(name),
    isField: (name) => fields.has(name),
  };
}
