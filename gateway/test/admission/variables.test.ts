import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLInputType,
  GraphQLScalarType,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
  parseType,
  typeFromAST,
} from 'graphql';
import { openFits } from '../../src/admission/fits.ts';
import { variablesOf } from '../../src/admission/variables.ts';

const schema = buildSchema(`
  scalar Moment
  scalar Even
  enum Color { RED GREEN }
  input Line { item: ID!, count: Int! = 1, notes: [String!], within: Line }
  input Either @oneOf { a: Int, b: Int }
  type Query { ok: Boolean, weight: Float }
`);
Object.assign(schema.getType('Even') as GraphQLScalarType, {
  parseValue: new GraphQLScalarType({
    name: 'Even',
    parseValue(value) {
      if (Number(value) % 2 !== 0) throw new Error('odd');
      return value;
    },
  }).parseValue,
});

const operationOf = (declared: string) =>
  parse(`query Q(${declared}) { ok }`).definitions[0] as OperationDefinitionNode;

const TYPES = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Moment', 'Even', 'Color', 'Line', 'Either'].flatMap(
  (name) => [name, `${name}!`, `[${name}]`, `[${name}!]!`],
);
const VALUES: unknown[] = [
  ...[null, 0, -1, 2 ** 31, -(2 ** 31), 1.5, Number.NaN, true, '', 'RED', 'BLUE', '7', [], [null], [1], [['x']]],
  ...[
    ['RED', 'GREEN'],
    ['a', null],
    {},
    { a: 1 },
    { a: 1, b: 2 },
    { item: 'i' },
    { item: 'i', count: 2, notes: ['n'] },
  ],
  ...[{ item: 'i', count: null }, { count: 1 }, { item: 'i', more: 1 }, { item: null }, { item: 'i', notes: 'n' }],
  ...[{ item: 'i', within: { item: 'j' } }, { item: 'i', within: { count: 1 } }, [{ item: 'i' }, { item: 'j' }]],
];

describe('whether a value fits a type', () => {
  const fitsOf = openFits();
  const typeOf = (written: string) => typeFromAST(schema, parseType(written)) as GraphQLInputType;

  it.each(TYPES)('says yes to no value that is wrong as %s', (written) => {
    const definitions = operationOf(`$value: ${written}`).variableDefinitions ?? [];
    for (const value of VALUES) {
      if (!fitsOf(typeOf(written))(value)) continue;
      expect({ value, ...getVariableValues(schema, definitions, { value }) }).not.toHaveProperty('errors');
    }
  });

  it.each<[string, unknown]>([
    ['Int!', 3],
    ['[ID!]!', ['a', 'b']],
    ['[Color]', ['RED', null]],
    ['Float', 1],
    ['Moment!', '2026-01-01'],
    ['Line!', { item: 'i', within: { item: 'j', notes: ['n'] } }],
  ])('says yes to what clients usually send as %s', (written, value) => {
    expect(fitsOf(typeOf(written))(value)).toBe(true);
  });
});

describe('the variables of an operation', () => {
  it.each(TYPES)('are wrong as %s when graphql-js says so', (written) => {
    const operation = operationOf(`$value: ${written}`);
    const { faultsIn } = variablesOf(operation, schema);
    for (const given of [{}, { toString: 1 }, ...VALUES.map((value) => ({ value }))]) {
      const { errors = [] } = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 10 });
      const told = faultsIn(given);
      expect(told.map(({ message }) => message)).toEqual(errors.map(({ message }) => message));
      expect(told.every(({ extensions }) => extensions.code === 'BAD_USER_INPUT')).toBe(true);
    }
  });

  it('must be given under their own names, whatever every object has', () => {
    const [fault] = variablesOf(operationOf('$toString: Moment!'), schema).faultsIn({});
    expect(fault?.message).toBe('Variable "$toString" of required type "Moment!" was not provided.');
  });

  it('may be left out where they have a default', () => {
    const { defaults, faultsIn } = variablesOf(operationOf('$first: Int! = 20, $after: ID'), schema);
    expect(defaults).toEqual({ first: 20 });
    expect(faultsIn({})).toEqual([]);
    expect(faultsIn({ first: null })).toHaveLength(1);
  });
});
