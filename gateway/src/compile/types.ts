import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
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
  const added = new Set([...required.keys(), ...keysIn(supergraph)]);
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
    isAdded: (name) => added.has(name),
    requirersOf: (name) => required.get(name) ?? NONE,
    hasInterfaceObjects: interfaceObjects.size > 0,
    isInterfaceObject: (subgraph, type) => interfaceObjects.get(type)?.has(subgraph) === true,
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

const keysIn = (supergraph: GraphQLSchema): ReadonlySet<string> => {
  const nodes = typesIn(supergraph).map(({ astNode }) => astNode);
  return namesIn(given(nodes, 'join__type'), 'key');
};

/** Names of interfaces, each with the names of the subgraphs that see it as one object. */
function interfaceObjectsIn(supergraph: GraphQLSchema): ReadonlyMap<string, ReadonlySet<string>> {
  const graphs = subgraphNames(supergraph);
  const seen = typesIn(supergraph).map(({ name, astNode }): [string, Set<string>] => {
    const joined = (astNode?.directives ?? []).filter((each) => isJoinedAsObject(each));
    return [name, new Set(joined.flatMap((each) => graphs.get(enumIn(each, 'graph') ?? '') ?? []))];
  });
  return new Map(seen.filter(([, subgraphs]) => subgraphs.size > 0));
}

/** Names of subgraphs, by the enum value that stands for them in the supergraph. */
function subgraphNames(supergraph: GraphQLSchema): ReadonlyMap<string, string> {
  const graphs = supergraph.getType('join__Graph');
  const values = isEnumType(graphs) ? graphs.getValues() : [];
  return new Map(
    values.flatMap(({ name, astNode }) =>
      given([astNode], 'join__graph').flatMap(({ name: argument, value }): [string, string][] =>
        argument.value === 'name' && value.kind === Kind.STRING ? [[name, value.value]] : [],
      ),
    ),
  );
}

const isJoinedAsObject = (directive: ConstDirectiveNode): boolean =>
  directive.name.value === 'join__type' &&
  (directive.arguments ?? []).some(
    ({ name, value }) => name.value === 'isInterfaceObject' && value.kind === Kind.BOOLEAN && value.value,
  );

const enumIn = ({ arguments: all = [] }: ConstDirectiveNode, argument: string): string | undefined =>
  all.flatMap(({ name, value }) => (name.value === argument && value.kind === Kind.ENUM ? value.value : []))[0];
