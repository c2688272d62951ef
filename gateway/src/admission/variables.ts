import { publicError } from '@app/kernel/errors';
import {
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getVariableValues,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { beside } from '../beside.ts';
import { type Fits, openFits } from './fits.ts';

/** The variables of an operation. */
export interface Variables {
  /** Values that some have unless the client gives others. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** What is wrong with given values: too few, or not of their types. Names that the operation does not know are let be. */
  faultsIn(given: Readonly<Record<string, unknown>>): readonly GraphQLError[];
}

const MAX_VARIABLE_ERRORS = 10;
const NO_FAULTS: readonly GraphQLError[] = [];
const fitsIn = beside<GraphQLSchema, (type: GraphQLInputType) => Fits>();

/** Works out what is to be known of an operation's variables. */
export function variablesOf(
  { variableDefinitions: definitions = [] }: OperationDefinitionNode,
  schema: GraphQLSchema,
): Variables {
  const withDefault = definitions.filter(({ defaultValue }) => defaultValue);
  const fitsOf = fitsIn.get(schema) ?? fitsIn.set(schema, openFits());
  const checks = definitions.map((definition) => checkOf(definition, { schema, fitsOf }));
  return {
    defaults: withDefault.length > 0 ? (getVariableValues(schema, withDefault, {}).coerced ?? {}) : {},
    faultsIn(given) {
      if (checks.every((check) => check(given))) return NO_FAULTS;
      const { errors } = getVariableValues(schema, definitions, given, { maxErrors: MAX_VARIABLE_ERRORS });
      return (errors ?? []).map(({ message }) => publicError('BAD_USER_INPUT', message));
    },
  };
}

/** Whether a variable is surely right. Most are, and graphql-js takes its time to say so. */
function checkOf(
  { variable, type: written, defaultValue }: VariableDefinitionNode,
  { schema, fitsOf }: { schema: GraphQLSchema; fitsOf: (type: GraphQLInputType) => Fits },
): (given: Readonly<Record<string, unknown>>) => boolean {
  const type = typeFromAST(schema, written) as GraphQLInputType;
  const { value: name } = variable.name;
  const fits = fitsOf(type);
  const optional = defaultValue !== undefined || !isNonNullType(type);
  return (given) => (Object.hasOwn(given, name) ? fits(given[name]) : optional);
}
