import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLNonNull,
  type GraphQLOutputType,
  GraphQLString,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { Complete, Plain } from './shapes.ts';

const never: Plain = () => undefined;
const ifString: Plain = (value) => (typeof value === 'string' ? value : undefined);

/** Values that GraphQL's own scalars hand on as they are. */
const unchanged = new Map<GraphQLOutputType, Plain>([
  [GraphQLString, ifString],
  [GraphQLID, ifString],
  [GraphQLBoolean, (value) => (typeof value === 'boolean' ? value : undefined)],
  [GraphQLInt, (value) => (typeof value === 'number' && (value | 0) === value ? value : undefined)],
  [GraphQLFloat, (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)],
]);

/** The short way for values of this type: what is plain to see needs no look at promises, errors or nulls. */
export function plainOf(type: GraphQLOutputType): Plain {
  if (type instanceof GraphQLNonNull) return ofNamed(type.ofType as GraphQLOutputType);
  const inner = ofNamed(type);
  return (value) => (value === null || value === undefined ? null : inner(value));
}

function ofNamed(type: GraphQLOutputType): Plain {
  const known = unchanged.get(type);
  if (known) return known;
  if (!(type instanceof GraphQLEnumType)) return never;
  const names = new Map<unknown, string>(
    type.getValues().flatMap(({ name, value }) => (typeof value === 'string' ? [[value, name] as const] : [])),
  );
  return (value) => names.get(value);
}

/** Writes a value with its type's `serialize`. */
export const completeLeaf =
  (type: GraphQLLeafType): Complete =>
  (_call, _path, value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized !== null && serialized !== undefined) return serialized;
    throw new Error(
      `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
    );
  };
