import type { OperationTypeNode } from 'graphql';
import { definitionsOf, hasFields, membershipsOf, namedType, type WithFields } from '../supergraph/definitions.ts';

/** The supergraph's types as a whole, whichever subgraphs have them. */
export interface WholeTypes {
  readonly roots: Readonly<Record<OperationTypeNode, string>>;
  /** The name of the type of a field, without lists; undefined when there is no such field. */
  typeOf(type: string, field: string): string | undefined;
  /** The object types of an interface or union; undefined for any other type. */
  membersOf(type: string): ReadonlySet<string> | undefined;
}

/** Supergraphs call their root types like this, whatever subgraphs do. */
const ROOTS = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

export function wholeTypesOf(supergraphSdl: string): WholeTypes {
  const definitions = definitionsOf(supergraphSdl);
  const fields = new Map(definitions.flatMap((each) => (hasFields(each) ? [[each.name.value, fieldsOf(each)]] : [])));
  const members = new Map<string, Set<string>>();
  for (const [abstract, member] of definitions.flatMap(membershipsOf))
    members.set(abstract, (members.get(abstract) ?? new Set()).add(member));
  return {
    roots: ROOTS,
    typeOf: (type, field) => fields.get(type)?.get(field),
    membersOf: (type) => members.get(type),
  };
}

const fieldsOf = ({ fields = [] }: WithFields): ReadonlyMap<string, string> =>
  new Map(fields.map(({ name, type }) => [name.value, namedType(type)]));
