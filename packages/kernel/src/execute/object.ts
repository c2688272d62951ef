import { GraphQLError, type GraphQLObjectType } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { infoOf } from './call.ts';
import { isPromise } from './promises.ts';
import { runFields } from './run-fields.ts';
import type { Complete, SelectionOn } from './shapes.ts';

/** Runs what is selected on an object, once its type has agreed that it is one of its own. */
export function completeObject(type: GraphQLObjectType, selectionOn: SelectionOn): Complete {
  const refused = (call: Parameters<Complete>[0], value: unknown) =>
    new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, { nodes: call.field.nodes });
  const run: Complete = (call, path, source) => runFields(selectionOn(type), { run: call.run, source, path });
  const { isTypeOf } = type;
  if (!isTypeOf) return run;

  return (call, path, value) => {
    const agreed = isTypeOf.call(type, value, call.run.context, infoOf(call));
    if (isPromise(agreed))
      return agreed.then((yes) => {
        if (!yes) throw refused(call, value);
        return run(call, path, value);
      });
    if (!agreed) throw refused(call, value);
    return run(call, path, value);
  };
}
