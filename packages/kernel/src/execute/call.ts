import type { GraphQLResolveInfo } from 'graphql';
import type { Call, Field, Parent } from './shapes.ts';

/** A field of an object, about to be run. */
export const callOf = (field: Field, { run, path }: Parent): Call => ({
  run,
  field,
  path: { prev: path, key: field.key, typename: field.parentType.name },
  info: undefined,
});

/** What resolvers are told of where they are. Made for those that are called only. */
export function infoOf(call: Call): GraphQLResolveInfo {
  const { field, run, path } = call;
  call.info ??= {
    fieldName: field.name,
    fieldNodes: field.nodes,
    returnType: field.type,
    parentType: field.parentType,
    path,
    schema: run.operation.schema,
    fragments: run.operation.fragments as GraphQLResolveInfo['fragments'],
    rootValue: undefined,
    operation: run.operation.definition,
    variableValues: run.variables as GraphQLResolveInfo['variableValues'],
  };
  return call.info;
}
