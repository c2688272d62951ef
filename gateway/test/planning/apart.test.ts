import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { parse } from 'graphql';
import { apolloPlanner } from '../../src/planning/apollo.ts';
import { compose } from './supergraphs.ts';

const ended = new Error('the Rust query planner ended with SIGABRT');
jest.unstable_mockModule('../../src/planning/hive-apart.ts', () => ({
  hiveApart: () => ({
    name: 'hive',
    plan() {
      throw ended;
    },
  }),
}));

const supergraphSdl = compose({
  a: 'type Query { t: T } type T @key(fields: "id") { id: ID! x: X } type X { n: Int @shareable }',
  b: 'type T @key(fields: "id") { id: ID! x: X @external y: Int @requires(fields: "x { n }") } type X { n: Int @shareable }',
  c: 'type T @key(fields: "id") { id: ID! y: Int @external z: Int @requires(fields: "y") }',
});
const plannable = (text: string) => ({ text, document: parse(text), operationName: undefined, defer: false });

it.each(['{ t { y } }', '{ t { z } }'])('asks the other planner when the Rust one ended: %s', async (text) => {
  const { openPlanner } = await import('../../src/planning/open.ts');
  const log = { warn: jest.fn() };
  const planner = openPlanner({ supergraphSdl, log });
  expect(planner.plan(plannable(text))).toEqual(apolloPlanner(supergraphSdl).plan(plannable(text)));
  expect(log.warn.mock.calls).toEqual([[{ err: ended, operation: undefined }, expect.stringContaining('Apollo’s')]]);
});

const seen = compose({
  a: 'type Query { media: [Media] } type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }',
  b: `
    interface Media @key(fields: "id") { id: ID! }
    interface Labelled { label: String }
    type Video implements Media & Labelled @key(fields: "id") { id: ID! label: String }
    type Article implements Media @key(fields: "id") { id: ID! }
  `,
});

it('asks the Rust one in a process of its own where the other has no plan for fragments on an interface object', async () => {
  const { openPlanner } = await import('../../src/planning/open.ts');
  const operation = plannable('{ media { ... on Labelled { label } } }');
  expect(() => apolloPlanner(seen).plan(operation)).toThrow();
  expect(() => openPlanner({ supergraphSdl: seen, log: { warn: jest.fn() } }).plan(operation)).toThrow(ended);
});

const flat = 'type Query { t: T } type T @key(fields: "id") { id: ID! x: Int }';
const requiring = 'type T @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x") }';
const abstract = compose({
  flat,
  more: 'type Query { i: I u: U } interface I { n: Int } type V implements I { n: Int } union U = V',
});
const own = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');

it.each([
  ['what requires inside of an object', supergraphSdl, '{ t { y } }', 1],
  ['what is selected of an interface', abstract, '{ i { n } }', 1],
  ['what is selected of a union', abstract, '{ u { __typename } }', 1],
  ['what requires a plain field', compose({ flat, requiring }), '{ t { y } }', 0],
  ['what stands beside interfaces and unions', abstract, '{ t { x } }', 0],
  [
    'nothing of this product',
    own,
    '{ me { id } businesses(first: 2) { edges { node { name rating { average } } } } }',
    0,
  ],
])('plans %s in a process of its own, or not', async (_what, supergraphSdl, text, expected) => {
  const { openPlanner } = await import('../../src/planning/open.ts');
  const log = { warn: jest.fn() };
  openPlanner({ supergraphSdl, log }).plan(plannable(text));
  expect(log.warn).toHaveBeenCalledTimes(expected);
});
