import {
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getArgumentValues,
  isNonNullType,
  Kind,
  type ValueNode,
  valueFromAST,
} from 'graphql';
import type { ArgumentsFor, Run } from './shapes.ts';

interface FromVariable {
  readonly name: string;
  readonly variable: string;
  readonly mayBeNull: boolean;
}

type Step = FromVariable | { readonly name: string; readonly variable?: never; readonly constant: unknown };

/**
 * How to get at a field's arguments. What the document says in plain words is worked out now; variables are looked up;
 * whatever has structure of its own is made anew each time, because a resolver may change what it is given.
 */
export function argumentsOf(declared: GraphQLField<unknown, unknown>, node: FieldNode): ArgumentsFor | undefined {
  if (declared.args.length === 0) return undefined;
  const long: ArgumentsFor = (variables) => getArgumentValues(declared, node, variables);
  const steps = stepsOf(declared, node);
  if (!steps) return long;
  return (variables) => {
    const values: Record<string, unknown> = {};
    for (const step of steps) {
      const value = step.variable === undefined ? step.constant : variableIn(variables, step);
      // Left out, or a null that may not be: what that means is for graphql-js to say.
      if (value === undefined) return long(variables);
      values[step.name] = value;
    }
    return values;
  };
}

function variableIn(variables: Run['variables'], { variable, mayBeNull }: FromVariable): unknown {
  const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
  return value === null && !mayBeNull ? undefined : value;
}

function stepsOf(declared: GraphQLField<unknown, unknown>, node: FieldNode): Step[] | undefined {
  const steps: Step[] = [];
  for (const argument of declared.args) {
    const given = node.arguments?.find(({ name }) => name.value === argument.name);
    const step = given ? stepOf(argument, given.value) : defaultOf(argument);
    if (step === 'long') return undefined;
    if (step) steps.push(step);
  }
  return steps;
}

function defaultOf({ name, type, defaultValue }: GraphQLArgument): Step | 'long' | undefined {
  if (defaultValue !== undefined) return { name, constant: defaultValue };
  return isNonNullType(type) ? 'long' : undefined;
}

function stepOf({ name, type }: GraphQLArgument, given: ValueNode): Step | 'long' {
  const mayBeNull = !isNonNullType(type);
  if (given.kind === Kind.VARIABLE) return { name, variable: given.name.value, mayBeNull };
  const constant = simple(given, type);
  return constant === undefined || (constant === null && !mayBeNull) ? 'long' : { name, constant };
}

/** The value where it is a simple one; undefined where it has structure, or is wrong. */
function simple(given: ValueNode, type: GraphQLInputType): unknown {
  try {
    const value = valueFromAST(given, type);
    return typeof value === 'object' && value !== null ? undefined : value;
  } catch {
    return undefined;
  }
}
