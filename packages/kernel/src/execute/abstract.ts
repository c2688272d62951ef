import { defaultTypeResolver, type GraphQLAbstractType, GraphQLError, GraphQLObjectType, isObjectType } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { infoOf } from './call.ts';
import { completeObject } from './object.ts';
import { isPromise } from './promises.ts';
import type { Call, Complete, SelectionOn } from './shapes.ts';

/** Finds out which object type a value is, and completes it as one. */
export function completeAbstract(type: GraphQLAbstractType, selectionOn: SelectionOn): Complete {
  const known = new Map<unknown, Complete>();

  function completeAs(name: unknown, call: Call, value: unknown): Complete {
    let complete = known.get(name);
    if (!complete) {
      complete = completeObject(objectType(type, name, { call, value }), selectionOn);
      known.set(name, complete);
    }
    return complete;
  }

  return (call, path, value) => {
    const resolveType = type.resolveType ?? defaultTypeResolver;
    const name = resolveType.call(type, value, call.run.context, infoOf(call), type);
    return isPromise(name)
      ? name.then((there) => completeAs(there, call, value)(call, path, value))
      : completeAs(name, call, value)(call, path, value);
  };
}

/** The messages are graphql-js's own, to the letter. */
function objectType(
  type: GraphQLAbstractType,
  name: unknown,
  { call, value }: { call: Call; value: unknown },
): GraphQLObjectType {
  const { nodes, parentType, name: fieldName } = call.field;
  const place = `at runtime for field "${parentType.name}.${fieldName}"`;
  const { schema } = call.run.operation;
  if (name === null || name === undefined)
    throw new GraphQLError(
      `Abstract type "${type.name}" must resolve to an Object type ${place}. Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
      { nodes },
    );
  if (isObjectType(name))
    throw new GraphQLError(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
    );
  if (typeof name !== 'string')
    throw new GraphQLError(
      `Abstract type "${type.name}" must resolve to an Object type ${place} with value ${inspect(value)}, received "${inspect(name)}".`,
    );
  const found = schema.getType(name);
  if (!found)
    throw new GraphQLError(
      `Abstract type "${type.name}" was resolved to a type "${name}" that does not exist inside the schema.`,
      { nodes },
    );
  if (!(found instanceof GraphQLObjectType))
    throw new GraphQLError(`Abstract type "${type.name}" was resolved to a non-object type "${name}".`, { nodes });
  if (!schema.isSubType(type, found))
    throw new GraphQLError(`Runtime Object type "${found.name}" is not a possible type for "${type.name}".`, { nodes });
  return found;
}
