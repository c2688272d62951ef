import { parse } from 'graphql';
import { fragmentsOnInterfaceObjects } from '../../src/planning/interface-objects.ts';
import { compose } from './supergraphs.ts';

const without = {
  a: 'type Query { i: I } interface I @key(fields: "id") { id: ID! } type T implements I @key(fields: "id") { id: ID! n: Int }',
};
const seen = { ...without, b: 'type I @key(fields: "id") @interfaceObject { id: ID! more: Int }' };

it.each([
  [seen, '{ i { ... on T { n } } }', true],
  [seen, '{ i { ...F } } fragment F on T { n }', true],
  [seen, '{ i { id ... { id } } }', false],
  [without, '{ i { ... on T { n } } }', false],
])('of %j, the fragments in %s are about an object: %s', (subgraphs, text, expected) => {
  expect(fragmentsOnInterfaceObjects(compose(subgraphs))(parse(text))).toBe(expected);
});
