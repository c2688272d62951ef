import { getOperationAST, Kind, parse, print } from 'graphql';
import { rootsOnce } from '../../src/compile/root-fields.ts';

const once = (text: string): string => {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  const found = rootsOnce(document, operation);
  return ('document' in found ? print(found.document) : `by $${found.variable}`).replaceAll(/\s+/g, ' ');
};

it.each([
  [
    'what is selected once stays as it is',
    'mutation ($s: Boolean!) { a { x ...F } b @skip(if: $s) } fragment F on A { y }',
    undefined,
  ],
  [
    'fragments are opened, whose place planners do not keep',
    'mutation ($s: Boolean!) { ...F b { x } ... @skip(if: $s) { c } } fragment F on M { a { x } }',
    'mutation ($s: Boolean!) { a { x } b { x } c @skip(if: $s) }',
  ],
  [
    'conditions around conditions stay where they are',
    'mutation ($s: Boolean!, $t: Boolean!) { ... @skip(if: $s) { a @skip(if: $t) } b }',
    undefined,
  ],
  ['what is selected twice stands where it stands first', 'mutation { a { x } b a { y } }', 'mutation { a { x y } b }'],
  [
    'what is selected again under a condition is asked for under it, in the same place',
    'mutation ($s: Boolean!) { ...F b a @skip(if: $s) { y } } fragment F on M { a { x ...G } } fragment G on A { z }',
    'mutation ($s: Boolean!) { a { x ...G ... @skip(if: $s) { y } } b } fragment G on A { z }',
  ],
  [
    'conditions above a fragment count as well',
    'mutation ($s: Boolean!) { a { x } ... @include(if: $s) { b a { y } } }',
    'mutation ($s: Boolean!) { a { x ... @include(if: $s) { y } } b @include(if: $s) }',
  ],
  [
    'a field of no fields stands once',
    'mutation ($s: Boolean!) { a a @skip(if: $s) }',
    'mutation ($s: Boolean!) { a }',
  ],
  ['another name is another time', 'mutation { a { x } again: a { x } }', undefined],
  [
    'where the first place depends on a variable, so does the order',
    'mutation ($s: Boolean!) { a @skip(if: $s) { x } b a { y } }',
    'by $s',
  ],
])('%s', (_what, text, expected) => {
  expect(once(text)).toBe(expected ?? text);
});
