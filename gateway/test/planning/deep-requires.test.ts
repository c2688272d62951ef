import { jest } from '@jest/globals';
import { parse } from 'graphql';
import { apolloPlanner } from '../../src/planning/apollo.ts';
import { deepRequires } from '../../src/planning/deep-requires.ts';
import { openPlanner } from '../../src/planning/open.ts';
import { compose, parcels } from './supergraphs.ts';

const chain = compose({
  a: 'type Query { t: T } type T @key(fields: "id") { id: ID! x: Int }',
  b: 'type T @key(fields: "id") { id: ID! x: Int @external y: Y @requires(fields: "x") } type Y { n: Int }',
  c: 'type T @key(fields: "id") { id: ID! y: Y @external z: Int @requires(fields: "y { n }") } type Y { n: Int @external }',
});

it.each([
  ['{ t { z } }', true],
  ['{ t { ...F } } fragment F on T { later: z }', true],
  ['{ t { y { n } x } }', false],
])('%s meets a chain: %s', (text, expected) => {
  expect(deepRequires(chain)(parse(text))).toBe(expected);
});

it('sees no chain where fields only require plain ones', () => {
  expect(deepRequires(parcels)(parse('{ parcels { weight size } }'))).toBe(false);
});

it('leaves chains to Apollo’s planner, for they may end the process in the other', () => {
  const log = { warn: jest.fn() };
  const planner = openPlanner({ supergraphSdl: chain, log });
  const planned = (text: string) => {
    const operation = { text, document: parse(text), operationName: undefined, defer: false };
    return { ours: planner.plan(operation), theirs: apolloPlanner(chain).plan(operation) };
  };
  const chained = planned('{ t { z } }');
  expect(chained.ours).toEqual(chained.theirs);
  const plain = planned('{ t { y { n } } }');
  expect(plain.ours).not.toEqual(plain.theirs);
});
