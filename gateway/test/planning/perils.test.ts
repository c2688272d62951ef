import { jest } from '@jest/globals';
import { parse } from 'graphql';
import { hivePlanner } from '../../src/planning/hive.ts';
import { hiveApart } from '../../src/planning/hive-apart.ts';
import { openPlanner } from '../../src/planning/open.ts';
import { perilsIn } from '../../src/planning/perils.ts';
import { compose } from './supergraphs.ts';

const chain = compose({
  a: 'type Query { t: T } type T @key(fields: "id") { id: ID! x: Int }',
  b: 'type T @key(fields: "id") { id: ID! x: Int @external y: Y @requires(fields: "x") } type Y { n: Int }',
  c: 'type T @key(fields: "id") { id: ID! y: Y @external z: Int @requires(fields: "y { n }") } type Y { n: Int @external }',
});

const shipping = compose({
  goods: 'type Query { goods: [Good!] } type Good @key(fields: "id") { id: ID! price: Int weight: Int }',
  stock: `type Good @key(fields: "id") { id: ID! price: Int @external weight: Int @external
            postage: Int @requires(fields: "price weight") }`,
});

const keys = compose({
  goods:
    'type Query { goods: [Good!] } type Good @key(fields: "id") @key(fields: "code") { id: ID! code: ID! price: Int }',
  stock: 'type Good @key(fields: "code") { code: ID! price: Int @external postage: Int @requires(fields: "price") }',
});

it.each([
  ['what requires inside of an object', chain, '{ t { z } }'],
  ['the same in a fragment, under another name', chain, '{ t { ...F } } fragment F on T { later: z }'],
  ['what requires of an entity with several keys', keys, '{ goods { postage } }'],
])('sees a peril in %s', (_, supergraphSdl, text) => {
  expect(perilsIn(supergraphSdl)(parse(text))).toBe('end');
});

it.each([
  ['what requires nothing', chain, '{ t { x } }'],
  ['what requires plain fields', shipping, '{ goods { postage } }'],
  ['an entity with several keys', keys, '{ goods { price } }'],
])('sees none in %s', (_, supergraphSdl, text) => {
  expect(perilsIn(supergraphSdl)(parse(text))).toBeUndefined();
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
    type Query { pets: [Pet!]  one: Cat }
    interface Pet { id: ID! }
    type Cat implements Pet { id: ID! photo: Photo }
    type Dog implements Pet { id: ID! photo: Photo }
    type Photo @key(fields: "id") { id: ID! }
  `,
  b: 'type Photo @key(fields: "id") { id: ID! url(width: Int!): String }',
});
const PANIC = '{ pets { ... on Cat { photo { url(width: 1) } } ... on Dog { photo { url(width: 2) } } } }';

it.each([
  ['{ pets { id } }', 'end'],
  ['{ one { ... on Pet { id } } }', 'end'],
  ['{ one { ...F } } fragment F on Pet { id }', 'end'],
  ['{ one { ... on Cat { photo { url(width: 1) } } } }', undefined],
])('sees a peril in what is selected of an interface: %s', (text, expected) => {
  expect(perilsIn(panicking)(parse(text))).toBe(expected);
});

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

const intricate = compose({
  desk: 'type Query { parcel: Parcel! } type Parcel @key(fields: "day number") { day: ID! number: ID! }',
  goods: `type Parcel @key(fields: "id") @key(fields: "day number") { id: ID! day: ID! number: ID! weight: Int }`,
  doors: `type Parcel @key(fields: "id") @key(fields: "day number") { id: ID! day: ID! number: ID! city: String }`,
});
const TWICE = '{ parcel { a: weight city b: weight } }';

it.each([
  [TWICE, 'endless'],
  ['{ parcel { weight city ...F } } fragment F on Parcel { b: weight }', 'endless'],
  ['{ parcel { weight city weight } }', 'end'],
  ['{ parcel { weight city } }', 'end'],
  ['{ __typename }', undefined],
])('sees a peril in one field under two names, where keys are intricate: %s', (text, expected) => {
  expect(perilsIn(intricate)(parse(text))).toBe(expected);
});

it('comes to the end of such an operation', () => {
  const log = { warn: jest.fn() };
  const { node } = openPlanner({ supergraphSdl: intricate, log }).plan(plannable(TWICE));
  expect(JSON.stringify(node)).toMatch(/a:weight b:weight/);
  expect(log.warn).not.toHaveBeenCalled();
});
