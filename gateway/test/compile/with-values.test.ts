import { parse, print } from 'graphql';
import { withValues } from '../../src/compile/conditions.ts';

const decided = (text: string, values: Record<string, boolean>) => print(withValues(parse(text), values));

it('decides by the given variables, and by no others, whatever they are called', () => {
  const text = '{ a @skip(if: $x) b @include(if: $toString) c @include(if: $constructor) }';
  expect(decided(text, { x: false, constructor: true })).toBe(
    print(parse('{ a @skip(if: false) b @include(if: $toString) c @include(if: true) }')),
  );
});

it('decides nothing but @skip and @include', () => {
  const text = '{ a(if: $x) @other(if: $x) @include(if: $x) }';
  expect(decided(text, { x: true })).toBe(print(parse('{ a(if: $x) @other(if: $x) @include(if: true) }')));
});
