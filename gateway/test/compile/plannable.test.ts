import { Kind, parse, print } from 'graphql';
import { plannable } from '../../src/compile/plannable.ts';

function planned(text: string): string | undefined {
  const document = parse(text);
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const made = operation && plannable(document, operation);
  return made && print(made).replaceAll(/\s+/g, ' ');
}

it.each([
  ['what nobody has to decide', '{ a b { c } }', '{ a b { c } }'],
  ['what variables decide', 'query ($x: Boolean!) { a @skip(if: $x) b }', 'query ($x: Boolean!) { a @skip(if: $x) b }'],
  ['what is always there', '{ a @include(if: true) ... @skip(if: false) { b } }', '{ a ... { b } }'],
  ['what is never there', '{ a b @skip(if: true) ... on T @include(if: false) { c } }', '{ a }'],
  ['a field of which nothing is selected', '{ a { b @skip(if: true) } }', '{ a { __typename } }'],
  [
    'a field of which nothing may be selected',
    'query ($x: Boolean!) { a { b @skip(if: $x) } }',
    'query ($x: Boolean!) { a { b @skip(if: $x) __typename } }',
  ],
  [
    'a field of which no type may have anything',
    '{ a { ... on T { ... on U { b } } } c { ...F } } fragment F on T { ... on U { b } }',
    '{ a { ... on T { ... on U { b } } __typename } c { ...F __typename } } fragment F on T { ... on U { b } }',
  ],
  ['aliases that say nothing', '{ a: a { b: b c: b __typename: __typename } }', '{ a { b c: b __typename } }'],
  [
    'plain fragments',
    '{ a { ...F ... on U { b } } } fragment F on T { b }',
    '{ a { ...F ... on U { b } } } fragment F on T { b }',
  ],
  ['fragments that became empty', '{ a ...F } fragment F on T { ...G } fragment G on T { b @skip(if: true) }', '{ a }'],
  ['types under other names', '{ a { kind: __typename } }', '{ a { __typename } }'],
])('gives planners %s', (_what, text, expected) => {
  expect(planned(text)).toBe(expected);
});

it.each(['{ a @skip(if: true) }', '{ ...F @include(if: false) } fragment F on T { a }'])(
  'plans nothing where nothing is left: %s',
  (text) => {
    expect(planned(text)).toBeUndefined();
  },
);
