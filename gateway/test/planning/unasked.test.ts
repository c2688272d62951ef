import { parse } from 'graphql';
import { either } from '../../src/planning/nodes.ts';
import { openPlanner } from '../../src/planning/open.ts';
import type { EntitiesNode, FetchNode, Path, Plan, PlanNode, RequiredSelection } from '../../src/planning/plan.ts';
import { completeCheck } from '../../src/planning/unasked.ts';
import { compose } from './supergraphs.ts';

const supergraph = compose({
  goods: `
    type Query { a: Int b: Int c: Int d: Int e: Int x: Int good: Good goods: [Good!] things: [Thing] }
    type Subscription { f: Good }
    interface Thing { id: ID! }
    type Good implements Thing @key(fields: "id") { id: ID! name: String more: [Good] }
    type Pen implements Thing { id: ID! }`,
  stock:
    'type Good @key(fields: "id") { id: ID! left: Int name: String @external label: String @requires(fields: "name") }',
});
const check = completeCheck(supergraph);

const fetch = (text: string): FetchNode => ({
  kind: 'Fetch',
  subgraph: 'goods',
  operation: { text, kind: 'query' as FetchNode['operation']['kind'], variables: [] },
  path: [],
  outputRewrites: [],
});

/** What stock is asked of goods, somewhere, by these fields. */
const entities = (selection: string, at: string, ...names: string[]): EntitiesNode => ({
  kind: 'Entities',
  subgraph: 'stock',
  operation: { ...fetch('').operation, text: `{ _entities(representations: []) { ... on Good { ${selection} } } }` },
  lists: [
    {
      alias: '_entities',
      variable: 'representations',
      paths: [at.split('.').map((name): Path[number] => (name === '@' ? { kind: 'list' } : { kind: 'field', name }))],
      requires: [{ kind: 'InlineFragment', typeCondition: 'Good', selections: names.map(required) }],
      inputRewrites: [],
      outputRewrites: [],
    },
  ],
});
const required = (name: string): RequiredSelection => ({ kind: 'Field', name });
const inTurn = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });
const atOnce = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });

const missing = (text: string, plan: Plan) =>
  check(plan, { document: parse(text), text, operationName: undefined, defer: false });

it.each([
  ['{ a b }', '{ a b }'],
  ['{ __typename a }', '{ a }'],
  ['{ a @skip(if: true) ... @include(if: false) { b } c @include(if: true) }', '{ c }'],
  ['query($v: Boolean!) { a @include(if: $v) @skip(if: $v) b }', '{ b }'],
  ['query($v: Boolean!) { ... @include(if: $v) { a @skip(if: $v) b @include(if: $v) } }', '{ b }'],
  ['{ ...F ... { b } } fragment F on Query { a }', '{ ...G } fragment G on Query { a b }'],
  ['{ things { id ... on Good { name } ...F } } fragment F on Pen { id }', '{ things { id } }'],
])('of %s, the fetch %s leaves out nothing', (text, fetched) => {
  expect(missing(text, { node: fetch(fetched) })).toBeUndefined();
});

it.each([
  ['{ a b }', '{ a }', 'b'],
  ['{ x: a }', '{ a }', 'x'],
  ['query($v: Boolean!) { a @include(if: $v) b }', '{ b }', 'a'],
  ['{ ...F } fragment F on Query { a c }', '{ a }', 'c'],
  ['{ good { id more { name } } }', '{ good { id more { id } } }', 'good.more.name'],
  ['{ good { ... on Thing { id } ... on Good { name } } }', '{ good { id } }', 'good.name'],
])('of %s, the fetch %s leaves out %s', (text, fetched, expected) => {
  expect(missing(text, { node: fetch(fetched) })).toBe(`the plan asks nobody for ${expected}`);
});

it('leaves out nothing that is selected of some types, where it is asked for all', () => {
  const strictly = completeCheck(supergraph, { ofAll: true });
  const text = '{ things { id ... on Good { name } } }';
  const operation = { document: parse(text), text, operationName: undefined, defer: false };
  expect(strictly({ node: fetch('{ things { id } }') }, operation)).toBe('the plan asks nobody for things.name');
  expect(strictly({ node: fetch('{ things { id name } }') }, operation)).toBeUndefined();
});

it('looks everywhere in a plan', () => {
  const node = inTurn(either('v', fetch('{ a }'), fetch('{ b }')) as PlanNode, {
    kind: 'Defer',
    primary: { selection: undefined, node: fetch('{ c }') },
    deferred: [{ depends: [], label: undefined, path: [], selection: undefined, node: fetch('{ d }') }],
  });
  expect(missing('{ a b c d }', { node })).toBeUndefined();
  expect(missing('{ a b c d e }', { node })).toContain('nobody for e');
});

/** Asked for by both of two keys, although either would do. */
const byBoth: EntitiesNode = {
  ...entities('left', 'good', 'id'),
  lists: entities('left', 'good', 'id').lists.map((list) => ({
    ...list,
    requires: ['id', 'name'].map((name) => ({
      kind: 'InlineFragment' as const,
      typeCondition: 'Good',
      selections: [required(name)],
    })),
  })),
};
const V = 'query ($v: Boolean!)';

it.each([
  ['a step', `${V} { good { name @include(if: $v) left } }`, either('v', entities('left', 'good', 'id'), undefined)],
  ['the text of one', `${V} { good { name left } }`, entities('left @skip(if: $v)', 'good', 'id')],
  ['another key', `${V} { good { name @include(if: $v) left } }`, byBoth],
])('refuses a plan that puts what is selected without a condition under that of %s', (_, text, node) => {
  const plan = { node: inTurn(fetch('{ good { id name @include(if: $v) } }'), node as PlanNode) };
  expect(missing(text.replace('name left', 'name @include(if: $v) left'), plan)).toBe(
    'the plan asks nobody for good.left',
  );
});

it.each([
  ['the same', `${V} { good { left @include(if: $v) } }`, either('v', entities('left', 'good', 'id'), undefined)],
  ['its holder’s', `${V} { good @include(if: $v) { left } }`, entities('left', 'good', 'id')],
])('takes a plan that puts what is selected under a condition under %s', (_, text, node) => {
  const good = text.includes('good @include') ? 'good @include(if: $v)' : 'good';
  expect(missing(text, { node: inTurn(fetch(`{ ${good} { id } }`), node as PlanNode) })).toBeUndefined();
});

it('of what is selected of some types, it refuses what is fetched for one value of a variable and not for the other', () => {
  const text = `${V} { things { id ... on Good { more { id name @skip(if: $v) left } } } }`;
  const things = fetch('{ things { id ... on Good { more { id name @skip(if: $v) } } } }');
  const left = (node: PlanNode | undefined) => missing(text, { node: inTurn(things, node as PlanNode) });
  expect(left(entities('left', 'things.@.more.@', 'id'))).toBeUndefined();
  expect(left(either('v', undefined, entities('left', 'things.@.more.@', 'id')))).toContain(
    'nobody for things.more.left',
  );
});

const named = fetch('{ good { __typename id name } }');
const QUESTION = '{ good { id name left } }';

it.each([
  ['by a key that is there', QUESTION, inTurn(named, entities('left', 'good', 'id'))],
  ['by what it requires', '{ good { label } }', inTurn(named, entities('label', 'good', 'id', 'name'))],
  ['through lists', '{ goods { left } }', inTurn(fetch('{ goods { id } }'), entities('left', 'goods.@', 'id'))],
  [
    'at once with others',
    '{ good { left label } }',
    inTurn(named, atOnce(entities('left', 'good', 'id'), entities('label', 'good', 'id', 'name'))),
  ],
])('takes a plan that asks for entities %s', (_, text, node) => {
  expect(missing(text, { node })).toBeUndefined();
});

it('knows a renamed field under both names, also where there is another of its name', () => {
  const renamed: FetchNode = {
    ...fetch('{ good { name } goods { id } other: good { id } }'),
    outputRewrites: [{ kind: 'rename', path: [{ kind: 'field', name: 'other' }], to: 'good' }],
  };
  const node = inTurn(renamed, entities('left', 'good', 'id'), entities('left', 'other', 'id'));
  expect(missing('{ good { left } other: good { left } }', { node })).toBeUndefined();
});

it('takes what an event brings', () => {
  const primary = fetch('subscription { f { id } }');
  expect(missing('subscription { f { left } }', { primary, node: entities('left', 'f', 'id') })).toBeUndefined();
});

it.each([
  ['a key that is not there', inTurn(fetch('{ good { name } }'), entities('left', 'good', 'id'))],
  ['a key of somebody else', inTurn(fetch('{ good { name more { id } } }'), entities('left', 'good', 'id'))],
  ['what comes later', inTurn(entities('left', 'good', 'id'), named)],
  ['what comes at the same time', atOnce(named, entities('left', 'good', 'id'))],
])('refuses a plan that asks for entities by %s', (_, node) => {
  expect(missing(QUESTION, { node })).toContain('by what nobody fetches before');
});

it('a planner does not answer with nothing where it sees no way', () => {
  const supergraphSdl = compose({
    a: 'interface Node @key(fields: "id") { id: ID! } type Query { a: Node }',
    b: 'type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String } type Query { b: Node }',
  });
  const planner = openPlanner({ supergraphSdl, wanted: 'apollo', log: { warn: () => {} } });
  const plan = (text: string) => planner.plan({ document: parse(text), text, operationName: undefined, defer: false });
  expect(() => plan('{ a { field } }')).toThrow('the plan asks nobody for a');
  expect(plan('{ b { field } }').node?.kind).toBe('Fetch');
});
