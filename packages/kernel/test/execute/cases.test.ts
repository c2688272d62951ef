import { expect, it } from '@jest/globals';
import { buildSchema, type ExecutionArgs, execute, type GraphQLObjectType, parse } from 'graphql';
import { compile } from '../../src/execute/compile.ts';

const schema = buildSchema(`
  type Query { thing(kind: String): Thing  things: [Thing!]  far: Float  self: Query!  a: Int  list: [Int!]!  odd: Odd  given(f: Filter, n: Int! = 1): String }
  type Mutation { first: Int  second: Int! }
  interface Thing { name: String }
  type Good implements Thing { name: String  size: Float }
  type Other implements Thing { name: String  more: Int }
  type Stranger { name: String }
  type Odd { name: String }
  input Filter { n: Int = 2 }
`);
(schema.getType('Odd') as GraphQLObjectType).isTypeOf = () => false;

const turns: string[] = [];
const turn = (name: string) => async () => {
  turns.push(`${name} begins`);
  await new Promise(setImmediate);
  turns.push(`${name} ends`);
  return 1;
};
const rootFields: Record<string, unknown> = {
  thing: ({ kind }: { kind?: string }) => ({
    name: 'x',
    size: Number.POSITIVE_INFINITY,
    ...(kind && { __typename: kind }),
  }),
  things: [{ __typename: 'Good' }, { __typename: 'Stranger' }],
  far: Number.POSITIVE_INFINITY,
  odd: {},
  a: 1,
  list: 5,
  given: (args: object) => JSON.stringify(args),
  first: turn('first'),
  second: turn('second'),
};
for (const type of ['Query', 'Mutation'])
  for (const [name, field] of Object.entries((schema.getType(type) as GraphQLObjectType).getFields()))
    field.resolve = (_source, args) => {
      const value = name === 'self' ? {} : rootFields[name];
      return typeof value === 'function' ? value(args) : value;
    };

const SEVEN = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const conditional = `query (${SEVEN.map((name) => `$${name}: Boolean!`)}) { ${SEVEN.map((name) => `${name}: a @skip(if: $${name})`).join(' ')} }`;

it.each<[string, string, Partial<ExecutionArgs>]>([
  ['an object type', '{ thing(kind: "Good") { name ... on Other { more } } }', {}],
  ['no type at all', '{ thing { name } }', {}],
  ['a type of no such name', '{ thing(kind: "Nowhere") { name } }', {}],
  ['a type that is no object', '{ thing(kind: "Thing") { name } }', {}],
  ['an object type that is none of its own', '{ thing(kind: "Stranger") { name } }', {}],
  ['a list of abstract values', '{ things { __typename name } }', {}],
  ['a type that disowns its value', '{ odd { name } }', {}],
  ['a number without end', '{ far a thing(kind: "Good") { ... on Good { size } } }', {}],
  ['a list that is none', '{ a self { list } }', {}],
  ['defaults in an object', '{ x: given(f: {}) y: given z: given(f: null, n: 3) }', {}],
  ['a null that may not be', 'query ($n: Int = 1) { given(n: $n) }', { variableValues: { n: null } }],
  ['a variable that is not there', 'query ($n: Int!) { given(n: $n) }', {}],
  ['a name that objects have', 'query ($toString: Int) { given(n: $toString) }', {}],
  ['an operation by name', 'query A { a } query B { b: a }', { operationName: 'B' }],
  ['no name for several operations', 'query A { a } query B { b: a }', {}],
  ['an operation of another name', 'query A { a }', { operationName: 'B' }],
  ['a key that objects do not take', '{ __proto__: a a }', {}],
  ['mutations', 'mutation { second first again: first }', {}],
  [
    'introspection',
    '{ __schema { queryType { name fields { name args { name defaultValue } } } } __type(name: "Thing") { possibleTypes { name } } }',
    {},
  ],
])('%s is answered as graphql-js answers it', async (_what, text, args) => {
  const document = parse(text, { noLocation: true });
  const executor = compile(schema, document);
  for (let again = 0; again < 2; again++) {
    const before = turns.splice(0).length;
    const expected = await execute({ schema, document, ...args });
    const order = turns.splice(0);
    expect(JSON.stringify(await executor(args))).toBe(JSON.stringify(expected));
    expect([before >= 0, turns]).toEqual([true, order]);
  }
});

it('more combinations of @skip than are kept are answered all the same', async () => {
  const document = parse(conditional);
  const executor = compile(schema, document);
  for (let bits = 0; bits < 128; bits++) {
    const skipped = SEVEN.filter((_, at) => bits & (1 << at));
    const variableValues = Object.fromEntries(SEVEN.map((name) => [name, skipped.includes(name)]));
    const { data } = await executor({ variableValues });
    expect(Object.keys(data ?? {})).toEqual(SEVEN.filter((name) => !skipped.includes(name)));
  }
});

it('variables that are no object are refused as graphql-js refuses them', () => {
  const document = parse('{ a }');
  const args = { variableValues: 'no' as never };
  expect(() => compile(schema, document)(args)).toThrow('Variables must be provided as an Object');
});
