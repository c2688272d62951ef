import {
  assertValidSchema,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import type { Flags } from './collect.ts';
import { openErrors } from './errors.ts';
import { isPromise } from './promises.ts';
import { runFields, runFieldsInTurn } from './run-fields.ts';
import { rootSelection } from './select.ts';
import type { Awaitable, Operation, Run, Selection } from './shapes.ts';

/** What one execution is given. */
export type Execution = Pick<ExecutionArgs, 'variableValues' | 'operationName' | 'contextValue'>;

/** Runs a document; answers exactly as graphql-js's `execute` would. */
export type Executor = (execution: Execution) => Awaitable<ExecutionResult>;

/** As graphql-js has it. */
const MAX_VARIABLE_ERRORS = 50;
/** Combinations of `@skip` and `@include` that are kept ready; further ones are left to graphql-js. */
const MAX_COMBINATIONS = 64;

/**
 * Compiles a validated document: fields collected, arguments and completion decided once for each selection and type,
 * so that an execution is resolvers and little else. What is out of the ordinary goes to graphql-js as it is.
 */
export function compile(schema: GraphQLSchema, document: DocumentNode): Executor {
  assertValidSchema(schema);
  const stock: Executor = (execution) => execute({ schema, document, ...execution });
  const operation = operationOf(schema, document);
  const rootType = operation && schema.getRootType(operation.definition.operation);
  if (!operation || !rootType || !isOrdinary(document)) return stock;
  const { definition } = operation;
  const runRoot = definition.operation === OperationTypeNode.MUTATION ? runFieldsInTurn : runFields;
  const selectionFor = combinations(document, (flags) => rootSelection({ operation, flags }, rootType));

  return (execution) => {
    const { variableValues, operationName, contextValue: context } = execution;
    const isOdd = typeof (variableValues ?? {}) !== 'object';
    if (isOdd || (operationName ?? definition.name?.value) !== definition.name?.value) return stock(execution);
    const options = { maxErrors: MAX_VARIABLE_ERRORS };
    const { coerced, errors } = getVariableValues(
      schema,
      definition.variableDefinitions ?? [],
      variableValues ?? {},
      options,
    );
    if (errors) return { errors };
    const selection = selectionFor(coerced);
    if (!selection) return stock(execution);
    const run: Run = { operation, variables: coerced, context, errors: openErrors() };
    return answerOf(run, () => runRoot(selection, { run, source: undefined, path: undefined }));
  };
}

function answerOf({ errors }: Run, work: () => Awaitable<Record<string, unknown>>): Awaitable<ExecutionResult> {
  const answer = (data: Record<string, unknown> | null): ExecutionResult =>
    errors.list.length === 0 ? { data } : { errors: errors.list, data };
  const nothing = (error: unknown) => {
    errors.add(error as Parameters<typeof errors.add>[0], undefined);
    return answer(null);
  };
  try {
    const data = work();
    return isPromise(data) ? data.then(answer, nothing) : answer(data);
  } catch (error) {
    return nothing(error);
  }
}

function operationOf(schema: GraphQLSchema, { definitions }: DocumentNode): Operation | undefined {
  const operations = definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [definition, another] = operations;
  if (!definition || another || definition.operation === OperationTypeNode.SUBSCRIPTION) return undefined;
  const fragments = definitions.filter(
    (fragment): fragment is FragmentDefinitionNode => fragment.kind === Kind.FRAGMENT_DEFINITION,
  );
  const byName = Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
  return { schema, definition, fragments: Object.assign(Object.create(null), byName) };
}

/** A key that plain objects do not take as a key. */
const isOrdinary = (document: DocumentNode): boolean => !JSON.stringify(document).includes('"__proto__"');

/** Selections by what the variables of `@skip` and `@include` come to; nothing where one of them is null, or they are too many. */
function combinations(
  document: DocumentNode,
  select: (flags: Flags) => Selection,
): (variables: Run['variables']) => Selection | undefined {
  const names = conditionsOf(document);
  const known = new Map<string, Selection>();
  return (variables) => {
    const values = names.map((name) => variables[name]);
    if (!values.every((value) => typeof value === 'boolean')) return undefined;
    const key = values.join();
    let selection = known.get(key);
    if (!selection && known.size < MAX_COMBINATIONS) {
      selection = select(new Map(names.map((name, at) => [name, values[at] as boolean])));
      known.set(key, selection);
    }
    return selection;
  };
}

/** Variables that decide which parts of the document count. */
function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given }) {
      const value = given?.[0]?.value;
      if ((name.value === 'skip' || name.value === 'include') && value?.kind === Kind.VARIABLE)
        names.add(value.name.value);
    },
  });
  return [...names];
}
