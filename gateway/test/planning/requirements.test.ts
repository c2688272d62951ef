import { jest } from '@jest/globals';
import { parse } from 'graphql';
import { hivePlanner } from '../../src/planning/hive.ts';
import { hiveApart } from '../../src/planning/hive-apart.ts';
import { openPlanner } from '../../src/planning/open.ts';
import { requirementsIn } from '../../src/planning/requirements.ts';
import { compose } from './supergraphs.ts';

const chain = compose({
  a: 'type Query { t: T } type T @key(fields: "id") { id: ID! x: Int }',
  b: 'type T @key(fields: "id") { id: ID! x: Int @external y: Y @requires(fields: "x") } type Y { n: Int }',
  c: 'type T @key(fields: "id") { id: ID! y: Y @external z: Int @requires(fields: "y { n }") } type Y { n: Int @external }',
});

it.each([
  ['{ t { z } }', true],
  ['{ t { ...F } } fragment F on T { later: z }', true],
  ['{ t { y { n } x } }', true],
  ['{ t { x } }', false],
])('tells what requires something from what requires nothing: %s', (text, expected) => {
  expect(requirementsIn(chain)(parse(text))).toBe(expected);
});

const plannable = (text: string) => ({ text, document: parse(text), operationName: undefined, defer: false });

it('plans what may end the process as ever, but in another one', () => {
  const log = { warn: jest.fn() };
  const planner = openPlanner({ supergraphSdl: chain, log });
  expect(planner.plan(plannable('{ t { z } }'))).toEqual(hivePlanner(chain).plan(plannable('{ t { z } }')));
  expect(log.warn).not.toHaveBeenCalled();
});

const panicking = compose({
  a: `
    type Query { pets: [Pet!] }
    interface Pet { id: ID! }
    type Cat implements Pet { id: ID! photo: Photo }
    type Dog implements Pet { id: ID! photo: Photo }
    type Photo @key(fields: "id") { id: ID! }
  `,
  b: 'type Photo @key(fields: "id") { id: ID! url(width: Int!): String }',
});
const PANIC = '{ pets { ... on Cat { photo { url(width: 1) } } ... on Dog { photo { url(width: 2) } } } }';

it('outlives the planner, and has it plan again', () => {
  const planner = hiveApart(panicking);
  expect(() => planner.plan(plannable(PANIC))).toThrow('the Rust query planner ended with SIGABRT');
  expect(() => planner.plan(plannable('{ pets { other } }'))).toThrow("Field 'other' not found");
  expect(planner.plan(plannable('{ pets { id } }'))).toEqual(hivePlanner(panicking).plan(plannable('{ pets { id } }')));
});

it('plans over the supergraph that is meant', () => {
  const [one, other] = [hiveApart(panicking), hiveApart(chain)];
  const plan = one.plan(plannable('{ pets { id } }'));
  expect(other.plan(plannable('{ t { z } }'))).toEqual(hivePlanner(chain).plan(plannable('{ t { z } }')));
  expect(one.plan(plannable('{ pets { id } }'))).toEqual(plan);
});
