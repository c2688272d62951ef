import { parse } from 'graphql';
import { apolloPlanner } from '../../src/planning/apollo.ts';
import { either } from '../../src/planning/nodes.ts';
import type { FetchNode, Plan, PlanNode } from '../../src/planning/plan.ts';
import { unasked } from '../../src/planning/unasked.ts';
import { compose } from './supergraphs.ts';

const fetch = (text: string): FetchNode => ({
  kind: 'Fetch',
  subgraph: 'one',
  operation: { text, kind: 'query' as FetchNode['operation']['kind'], variables: [] },
  path: [],
  outputRewrites: [],
});
const missing = (text: string, plan: Plan) =>
  unasked({ document: parse(text), text, operationName: undefined, defer: false }, plan);

it.each([
  ['{ a b }', '{ a b }', []],
  ['{ a b }', '{ a }', ['b']],
  ['{ x: a }', '{ a }', ['x']],
  ['{ __typename a }', '{ a }', []],
  ['query($v: Boolean!) { a @include(if: $v) b }', '{ b }', ['a']],
  ['{ a @skip(if: true) ... @include(if: false) { b } c @include(if: true) }', '{ c }', []],
  ['query($v: Boolean!) { a @include(if: $v) @skip(if: $v) b }', '{ b }', []],
  ['query($v: Boolean!) { ... @include(if: $v) { a @skip(if: $v) b @include(if: $v) } }', '{ b }', []],
  ['{ ...F ... { b } } fragment F on Query { a }', '{ ...G } fragment G on Query { a b }', []],
  ['{ ...F } fragment F on Query { a c }', '{ a }', ['c']],
])('of %s, the fetch %s leaves out %j', (text, fetched, expected) => {
  expect(missing(text, { node: fetch(fetched) })).toEqual(expected);
});

it('looks everywhere in a plan, but only at root fields', () => {
  const node: Plan['node'] = {
    kind: 'Sequence',
    nodes: [
      either('v', fetch('{ a }'), fetch('{ b }')) as PlanNode,
      {
        kind: 'Defer',
        primary: { selection: undefined, node: fetch('{ c }') },
        deferred: [{ depends: [], label: undefined, path: [], selection: undefined, node: fetch('{ d }') }],
      },
      { ...fetch('{ e }'), path: [{ kind: 'field', name: 'a' }] },
    ],
  };
  expect(missing('{ a b c d e f }', { node, primary: fetch('subscription { f }') })).toEqual(['e']);
});

it('Apollo’s planner does not answer with nothing where it sees no way', () => {
  const planner = apolloPlanner(
    compose({
      a: 'interface Node @key(fields: "id") { id: ID! } type Query { a: Node }',
      b: 'type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String } type Query { b: Node }',
    }),
  );
  const plan = (text: string) => planner.plan({ document: parse(text), text, operationName: undefined, defer: false });
  expect(() => plan('{ a { field } }')).toThrow('the plan asks nobody for a');
  expect(plan('{ b { field } }').node?.kind).toBe('Fetch');
});
