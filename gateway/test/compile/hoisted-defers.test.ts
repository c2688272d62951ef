import { buildSchema, parse, print } from 'graphql';
import { withHoistedDefers } from '../../src/compile/hoisted-defers.ts';

const schema = buildSchema(`
  type Query { named: Named pet: Cat }
  interface Named { name: String }
  union Pet = Cat | Dog
  type Cat implements Named { name: String age: Int friend: Named }
  type Dog implements Named { name: String }`);

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

it.each([
  [
    'a fragment on a union',
    '{ named { ... on Pet { ... @defer { a } } } }',
    '{ named { ... @defer { ... on Pet { ... { a } } } } }',
  ],
  [
    'what is told at once',
    '{ named { ... on Pet { b ... on Cat @defer(label: "l") { a } } } }',
    '{ named { ... on Pet { b } ... @defer(label: "l") { ... on Pet { ... on Cat { a } } } } }',
  ],
  [
    'several fragments, with their conditions',
    '{ named { ... on Named @skip(if: $v) { ... on Pet { ... @defer { a } } } } }',
    '{ named { ... @defer { ... on Named @skip(if: $v) { ... { ... on Pet { ... { a } } } } } } }',
  ],
  [
    'a field below one of these',
    '{ pet { friend { ... on Pet { ... on Cat { friend { ... on Named { ... @defer { a } } } } } } } }',
    '{ pet { friend { ... on Pet { ... on Cat { friend { ... @defer { ... on Named { ... { a } } } } } } } } }',
  ],
])('takes a deferred part out of %s', (_what, text, expected) => {
  expect(flat(print(withHoistedDefers(parse(text), schema)))).toBe(expected);
});

it.each(['{ named { ... on Cat { ... @defer { a } } } }', '{ named { ... on Pet @defer { a ... @defer { b } } } }'])(
  'leaves %s as it is',
  (text) => {
    expect(flat(print(withHoistedDefers(parse(text), schema)))).toBe(text);
  },
);

it('writes a named fragment out', () => {
  const text = '{ named { ...F } } fragment F on Pet { b ... @defer { a } }';
  expect(flat(print(withHoistedDefers(parse(text), schema)))).toContain(
    '{ named { ... on Pet { b } ... @defer { ... on Pet { ... { a } } } } }',
  );
});
