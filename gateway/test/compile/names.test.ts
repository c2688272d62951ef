import { buildSchema, parse, print } from 'graphql';
import { clientName, withOwnNames } from '../../src/compile/names.ts';
import { typesOf } from '../../src/compile/types.ts';

const schema = buildSchema(`
  type Query { user: User }
  interface Named { name: String }
  type User implements Named { id: ID! name: String friend: User pic(size: Int): String }
`);
const types = typesOf(schema);
const named = (text: string) => print(withOwnNames(parse(text), { schema, types })).replaceAll(/\s+/g, ' ');

it.each([
  ['a key', '{ user { id: friend { name } } }', '{ user { _as_id: friend { name } } }'],
  ['the type', '{ user { __typename: name } }', '{ user { _as___typename: name } }'],
  ['what planners call their own', '{ user { id__1: name _x: id } }', '{ user { _as_id__1: name _as__x: id } }'],
  ['a marked name', '{ user { _as_id: name } }', '{ user { _as__as_id: name } }'],
])('marks an alias that is the name of %s', (_what, text, expected) => {
  expect(named(text)).toBe(expected);
});

it.each([
  [
    'other fields',
    '{ user { ... on User { a: id } ... on Named { a: name } } }',
    '{ user { ... on User { a: id } ... on Named { _as1_a: name } } }',
  ],
  [
    'other arguments',
    '{ user { pic(size: 1) friend { pic(size: 2) pic(size: 1) } } }',
    '{ user { pic(size: 1) friend { _as1_pic: pic(size: 2) pic(size: 1) } } }',
  ],
  [
    'a key and then some',
    '{ user { id friend { id: friend { id: name } } } }',
    '{ user { id friend { _as1_id: friend { _as2_id: name } } } }',
  ],
])('tells apart names that stand for %s', (_what, text, expected) => {
  expect(named(text)).toBe(expected);
});

it('calls a field by another name for each answer that it has, type by type', () => {
  const clashing = buildSchema(`
    type Query { pet: Pet }
    interface Pet { name: String home: Home }
    type Cat implements Pet { name: String home: Home age: Int }
    type Dog implements Pet { name: String! home: Home! age: Int }
    type Home { name: String }
  `);
  const own = (text: string) =>
    print(withOwnNames(parse(text), { schema: clashing, types: typesOf(clashing) })).replaceAll(/\s+/g, ' ');
  expect(own('{ pet { a: name age: __typename } }')).toBe(
    '{ pet { ... { ... on Cat { a: name } ... on Dog { _ast1_a: name } } _as_age: __typename } }',
  );
  expect(own('{ pet { ... on Dog { name } ... on Cat { age } } }')).toBe(
    '{ pet { ... on Dog { _ast1_name: name } ... on Cat { age } } }',
  );
  expect(own('query ($x: Boolean!) { pet { home @skip(if: $x) { name } } }')).toBe(
    'query ($x: Boolean!) { pet { ... { ... on Cat { home @skip(if: $x) { name } } ... on Dog { _ast1_home: home @skip(if: $x) { name } } } } }',
  );
});

it.each([
  '{ user { id name friend { id } } }',
  '{ user { who: name id: id } }',
  '{ id: user { name } }',
  '{ __schema { types { id: name } } }',
])('leaves other names as they are: %s', (text) => {
  expect(named(text)).toBe(text);
});

it('knows what the client called it', () => {
  expect(['_as_id', 'id', '_as__as_id', '_as12_pic', '_ast1_a', '_as2t1_a'].map(clientName)).toEqual([
    'id',
    'id',
    '_as_id',
    'pic',
    'a',
    'a',
  ]);
});

it('calls an object by another name where a field requires it, or requires what requires it', () => {
  const requiring = buildSchema(`
    directive @join__field(requires: String) on FIELD_DEFINITION
    type Query { box: Box }
    type Box {
      inside: Inside
      postage: Int @join__field(requires: "inside { weight }")
      bill: Int @join__field(requires: "postage")
    }
    type Inside { weight: Int }
  `);
  const own = (text: string) =>
    print(withOwnNames(parse(text), { schema: requiring, types: typesOf(requiring) })).replaceAll(/\s+/g, ' ');
  expect(own('{ box { postage inside { weight } } }')).toContain('_as_inside: inside');
  expect(own('{ box { bill inside { weight } } }')).toContain('_as_inside: inside');
  expect(own('{ box { inside { weight } } }')).not.toContain('_as_inside');
});
