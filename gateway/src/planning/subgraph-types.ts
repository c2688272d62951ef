import {
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  parseType,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { argumentsOf, definitionsOf, subgraphsIn } from '../supergraph/definitions.ts';

/** One subgraph's object types, interfaces and unions, as the supergraph tells of them. By type name. */
export type SubgraphTypes = ReadonlyMap<string, SubgraphType>;

export interface SubgraphType {
  readonly isObject: boolean;
  readonly fields: ReadonlyMap<string, SubgraphField>;
  /** The object types that can stand where this type is said, in this subgraph. */
  readonly members: ReadonlySet<string>;
  /** Whether an entity of it can be asked for. */
  readonly isAskable: boolean;
}

export interface SubgraphField {
  readonly name: string;
  readonly type: TypeNode;
  /** Whether the subgraph only passes it on (`@external`, or overridden by another): it must be provided to be asked for. */
  readonly isPassedOn: boolean;
  /** Field sets of `@requires` and `@provides`. */
  readonly requires: SelectionSetNode | undefined;
  readonly provides: SelectionSetNode | undefined;
}

/**
 * Every subgraph's types, by the subgraph's name. Undefined for supergraphs of federation 1, which tell of owners instead
 * of fields.
 */
export function subgraphTypesOf(supergraphSdl: string): ReadonlyMap<string, SubgraphTypes> | undefined {
  if (supergraphSdl.includes('@join__owner(')) return undefined;
  const definitions = definitionsOf(supergraphSdl);
  const composite = definitions.filter(isComposite);
  return new Map([...subgraphsIn(definitions)].map(([graph, name]) => [name, typesIn(graph, composite)]));
}

type Composite = Extract<
  DefinitionNode,
  { kind: Kind.OBJECT_TYPE_DEFINITION | Kind.INTERFACE_TYPE_DEFINITION | Kind.UNION_TYPE_DEFINITION }
>;

const isComposite = (definition: DefinitionNode): definition is Composite =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
  definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
  definition.kind === Kind.UNION_TYPE_DEFINITION;

function typesIn(graph: string, composite: readonly Composite[]): SubgraphTypes {
  const members = membersIn(graph, composite);
  return new Map(
    composite.flatMap((definition): [string, SubgraphType][] => {
      const { kind, name } = definition;
      const joined = said(definition, 'join__type', graph);
      if (joined.length === 0) return [];
      const isObject = kind === Kind.OBJECT_TYPE_DEFINITION || joined.some((given) => given.isInterfaceObject);
      const fields = kind === Kind.UNION_TYPE_DEFINITION ? [] : (definition.fields ?? []);
      const type = {
        isObject,
        fields: new Map(fields.flatMap((field) => fieldIn(graph, field))),
        members: isObject ? new Set([name.value]) : (members.get(name.value) ?? new Set<string>()),
        isAskable: joined.some(({ key, resolvable }) => key !== undefined && resolvable !== false),
      };
      return [[name.value, type]];
    }),
  );
}

/** By interface or union: its object types. */
function membersIn(graph: string, composite: readonly Composite[]): ReadonlyMap<string, ReadonlySet<string>> {
  const members = new Map<string, Set<string>>();
  const add = (abstract: string, member: string) =>
    void members.set(abstract, (members.get(abstract) ?? new Set()).add(member));
  for (const definition of composite) {
    const name = definition.name.value;
    for (const { member } of said(definition, 'join__unionMember', graph)) add(name, `${member}`);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const given of said(definition, 'join__implements', graph)) add(`${given.interface}`, name);
  }
  return members;
}

/** A field that nothing is said of is resolved wherever its type is; one that another graph is named for is not. */
function fieldIn(graph: string, definition: FieldDefinitionNode): [string, SubgraphField][] {
  const { name, type } = definition;
  const joined = argumentsOf(definition, 'join__field');
  if (joined.length === 0)
    return [[name.value, { name: name.value, type, isPassedOn: false, requires: undefined, provides: undefined }]];
  const given = joined.find((each) => each.graph === graph);
  if (!given) return [];
  const field: SubgraphField = {
    name: name.value,
    type: given.type === undefined ? type : parseType(`${given.type}`, { noLocation: true }),
    isPassedOn: given.external === true || given.usedOverridden === true,
    requires: fieldSet(given.requires),
    provides: fieldSet(given.provides),
  };
  return [[name.value, field]];
}

function fieldSet(text: unknown): SelectionSetNode | undefined {
  if (typeof text !== 'string') return undefined;
  const definition = parse(`{${text}}`, { noLocation: true }).definitions[0];
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
}

/** The arguments of each directive of this name that is about this graph. */
const said = (node: Composite, directive: string, graph: string): Record<string, unknown>[] =>
  argumentsOf(node, directive).filter((given) => given.graph === graph);
