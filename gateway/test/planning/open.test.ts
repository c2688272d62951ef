import { jest } from '@jest/globals';
import { parse } from 'graphql';
import { apolloPlanner } from '../../src/planning/apollo.ts';
import { mayDefer } from '../../src/planning/defer.ts';
import { hivePlanner } from '../../src/planning/hive.ts';
import { openPlanner } from '../../src/planning/open.ts';
import { compose, parcels } from './supergraphs.ts';

const plannable = (text: string, defer = true) => ({ document: parse(text), text, operationName: undefined, defer });
const NOW = '{ parcels { weight place { cost } } }';
const plain = compose({ a: 'type Query { parcels: [Parcel] } type Parcel { weight: Int }' });
const LATER = '{ parcels { name ... @defer { weight place { cost } } } }';

it('uses the Rust planner, and Apollo’s for what is deferred', () => {
  const log = { warn: jest.fn() };
  const planner = openPlanner({ supergraphSdl: parcels, log });
  expect(planner.name).toBe('hive');
  expect(planner.plan(plannable(NOW))).toEqual(hivePlanner(parcels).plan(plannable(NOW)));
  expect(planner.plan(plannable(LATER, false))).toEqual(hivePlanner(parcels).plan(plannable(LATER, false)));
  expect(planner.plan(plannable(LATER)).node?.kind).toBe('Defer');
  expect(log.warn).not.toHaveBeenCalled();
});

it('uses Apollo’s planner for everything where that is wanted', () => {
  const planner = openPlanner({ supergraphSdl: parcels, wanted: 'apollo', log: { warn: jest.fn() } });
  expect(planner.name).toBe('apollo');
  expect(planner.plan(plannable(NOW))).toEqual(apolloPlanner(parcels).plan(plannable(NOW)));
  expect(planner.plan(plannable(NOW))).not.toEqual(hivePlanner(parcels).plan(plannable(NOW)));
});

it('asks Apollo’s planner where the Rust one has no plan, and says so', () => {
  const log = { warn: jest.fn() };
  const never = '{ parcels @skip(if: true) { weight } }';
  expect(() => hivePlanner(plain).plan(plannable(never))).toThrow();
  const planner = openPlanner({ supergraphSdl: plain, log });
  expect(planner.plan(plannable(never))).toEqual(apolloPlanner(plain).plan(plannable(never)));
  expect(log.warn.mock.calls).toEqual([
    [{ err: expect.anything(), operation: undefined }, expect.stringContaining('asking Apollo’s')],
  ]);
});

it('asks Apollo’s planner for what stands under conditions, where a subgraph sees an interface as one object', () => {
  const log = { warn: jest.fn() };
  const text = 'query ($v: Boolean!) { parcels { weight place @include(if: $v) { cost } } }';
  const planner = openPlanner({ supergraphSdl: parcels, log });
  expect(planner.plan(plannable(text, false))).toEqual(apolloPlanner(parcels).plan(plannable(text, false)));
  expect(planner.plan(plannable(text, false))).not.toEqual(hivePlanner(parcels).plan(plannable(text, false)));
  expect(log.warn).not.toHaveBeenCalled();
});

it('refuses what is no supergraph, with either planner', () => {
  const log = { warn: jest.fn() };
  expect(() => openPlanner({ supergraphSdl: 'type Query { a: Int }', log })).toThrow();
  expect(() => openPlanner({ supergraphSdl: 'type Query { a: Int }', wanted: 'apollo', log })).toThrow();
});

it.each([
  ['{ a ... @defer { b } }', true],
  ['query($v: Boolean) { a ... @defer(if: $v) { b } }', true],
  ['{ a ... @defer(if: true) { b } }', true],
  ['{ a ... @defer(if: false) { b } }', false],
  ['{ a ... @defer(if: false, label: "x") { b } ... @defer { c } }', true],
  ['{ a(text: "@defer") }', false],
  ['{ a }', false],
])('in %s something may follow: %s', (text, expected) => {
  expect(mayDefer(plannable(text))).toBe(expected);
  expect(mayDefer(plannable(text, false))).toBe(false);
});
