import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
} from 'graphql';
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
  /** Whether planners ask for fields of this name by themselves: those of keys, and what others require. */
  isAdded(name: string): boolean;
  /** Names of the fields that require one of this name. */
  requirersOf(name: string): ReadonlySet<string>;
  /** Whether some subgraph sees an interface as one object (`@interfaceObject`). */
  readonly hasInterfaceObjects: boolean;
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
  const added = new Set([...required.keys(), ...keysIn(supergraph)]);
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
    isAdded: (name) => added.has(name),
    requirersOf: (name) => required.get(name) ?? NONE,
    hasInterfaceObjects: hasInterfaceObjects(supergraph),
    clashes: clashesIn(supergraph, added),
  };
}

const typesIn = (supergraph: GraphQLSchema) => Object.values(supergraph.getTypeMap());

/** Arguments of the directives by which a supergraph tells what it is made of. */
const given = (nodes: readonly (Annotated | null | undefined)[], directive: string): ConstArgumentNode[] =>
  nodes
    .flatMap((node) => node?.directives ?? [])
    .filter(({ name }) => name.value === directive)
    .flatMap((found) => found.arguments ?? []);

interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

const namesIn = (fieldSets: readonly ConstArgumentNode[], argument: string): ReadonlySet<string> =>
  new Set(
    fieldSets.flatMap(({ name, value }) =>
      name.value === argument && value.kind === Kind.STRING ? (value.value.match(/\w+/g) ?? []) : [],
    ),
  );

const NONE: ReadonlySet<string> = new Set();

/** Names that are required, each with the names of the fields that require it. */
function requiredIn(supergraph: GraphQLSchema): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = typesIn(supergraph).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  );
  const required = new Map<string, Set<string>>();
  for (const { name, astNode } of fields)
    for (const each of namesIn(given([astNode], 'join__field'), 'requires'))
      required.set(each, (required.get(each) ?? new Set()).add(name));
  return required;
}

const joinedIn = (supergraph: GraphQLSchema): ConstArgumentNode[] => {
  const nodes = typesIn(supergraph).map(({ astNode }) => astNode);
  return given(nodes, 'join__type');
};

const keysIn = (supergraph: GraphQLSchema): ReadonlySet<string> => namesIn(joinedIn(supergraph), 'key');

const hasInterfaceObjects = (supergraph: GraphQLSchema): boolean =>
  joinedIn(supergraph).some(
    ({ name, value }) => name.value === 'isInterfaceObject' && value.kind === Kind.BOOLEAN && value.value,
  );
