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

it('asks the other planner when the Rust one ended, except for chains, which that one plans wrongly', async () => {
  const { openPlanner } = await import('../../src/planning/open.ts');
  const log = { warn: jest.fn() };
  const planner = openPlanner({ supergraphSdl, log });
  expect(planner.plan(plannable('{ t { y } }'))).toEqual(apolloPlanner(supergraphSdl).plan(plannable('{ t { y } }')));
  expect(log.warn.mock.calls).toEqual([[{ err: ended, operation: undefined }, expect.stringContaining('Apollo’s')]]);
  expect(() => planner.plan(plannable('{ t { z } }'))).toThrow(ended);
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
