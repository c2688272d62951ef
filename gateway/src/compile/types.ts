import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import { argumentsOf, subgraphsIn, textsOf } from '../supergraph/definitions.ts';
import { type Clashes, clashesIn } from './clashes.ts';

/** The supergraph's types as the executor asks about them. */
export interface Types {
  /** Names an object may have in `__typename` to be of this type, the type's own name included. */
  namesOf(type: string): ReadonlySet<string>;
  /** Whether this is the name of an object type, so that nothing more precise can be said. */
  isObject(name: string): boolean;
  /** Whether some type has a field of this name. */
  isField(name: string): boolean;
  /** Whether some field requires one of this name (`@requires`). */
  isRequired(name: string): boolean;
  /** Whether a field of this name is in some key. */
  isKey(name: string): boolean;
  /** Names of the fields that require one of this name, or what requires it, and so on. */
  requirersOf(name: string): ReadonlySet<string>;
  /** Whether some subgraph sees an interface as one object (`@interfaceObject`). */
  readonly hasInterfaceObjects: boolean;
  /** Whether this subgraph sees this interface so. */
  isInterfaceObject(subgraph: string, type: string): boolean;
  readonly clashes: Clashes;
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
  const required = requiredIn(supergraph);
  const keys = keysIn(supergraph);
  const added = new Set([...required.keys(), ...keys]);
  const interfaceObjects = interfaceObjectsIn(supergraph);
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
    isRequired: (name) => required.has(name),
    isKey: (name) => keys.has(name),
    requirersOf: (name) => required.get(name) ?? NONE,
    hasInterfaceObjects: interfaceObjects.size > 0,
    isInterfaceObject: (subgraph, type) => interfaceObjects.get(type)?.has(subgraph) === true,
    clashes: clashesIn(supergraph, added),
  };
}

const typesIn = (supergraph: GraphQLSchema) => Object.values(supergraph.getTypeMap());

/** The names in field sets, whatever the type. */
const namesIn = (fieldSets: readonly string[]): ReadonlySet<string> =>
  new Set(fieldSets.flatMap((text) => text.match(/\w+/g) ?? []));

const NONE: ReadonlySet<string> = new Set();

/** Names that are required, each with the names of the fields that require it. */
function requiredIn(supergraph: GraphQLSchema): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = typesIn(supergraph).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  );
  const required = new Map<string, Set<string>>();
  for (const { name, astNode } of fields)
    for (const each of namesIn(textsOf(astNode, 'join__field', 'requires')))
      required.set(each, (required.get(each) ?? new Set()).add(name));
  // What is added to a set while it is gone through is gone through as well.
  for (const requirers of required.values())
    for (const requirer of requirers) for (const above of required.get(requirer) ?? []) requirers.add(above);
  return required;
}

const keysIn = (supergraph: GraphQLSchema): ReadonlySet<string> =>
  namesIn(typesIn(supergraph).flatMap(({ astNode }) => textsOf(astNode, 'join__type', 'key')));

/** Names of interfaces, each with the names of the subgraphs that see it as one object. */
function interfaceObjectsIn(supergraph: GraphQLSchema): ReadonlyMap<string, ReadonlySet<string>> {
  const subgraphs = subgraphsIn(typesIn(supergraph).flatMap(({ astNode }) => astNode ?? []));
  const seen = typesIn(supergraph).map(({ name, astNode }): [string, Set<string>] => {
    const joined = argumentsOf(astNode, 'join__type').filter((given) => given.isInterfaceObject === true);
    return [name, new Set(joined.flatMap(({ graph }) => subgraphs.get(`${graph}`) ?? []))];
  });
  return new Map(seen.filter(([, graphs]) => graphs.size > 0));
}
