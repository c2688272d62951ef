import { OperationTypeNode } from 'graphql';
import { checked, planCheck } from '../../src/planning/checked.ts';
import { either } from '../../src/planning/nodes.ts';
import type { EntityList, Plan } from '../../src/planning/plan.ts';
import { compose } from './supergraphs.ts';

const supergraph = compose({
  shop: `
    type Query { books: [Book!] named: Named media: [Media] one: Book @provides(fields: "title") }
    interface Named { name: String }
    union Media = Book | Film
    type Book implements Named @key(fields: "id") { id: ID! name: String title: String @external size: Int }
    type Film @key(fields: "id") { id: ID! size: Float }
    type Pen implements Named { name: String }
  `,
  press: `
    type Book @key(fields: "id") { id: ID! title: String @shareable pages: Int @external price: Int @requires(fields: "pages") }
  `,
  print: 'type Book @key(fields: "id") { id: ID! pages: Int }',
  stubs: 'type Query { stub: Film } type Film @key(fields: "id", resolvable: false) { id: ID! }',
});

const root = (subgraph: string, text: string): Plan => ({
  node: {
    kind: 'Fetch',
    subgraph,
    operation: { text, kind: OperationTypeNode.QUERY, variables: [] },
    path: [],
    outputRewrites: [],
  },
});

/** Entities by these fields. */
function entities(subgraph: string, selection: string, names: readonly string[] = ['id']): Plan {
  const text = `query($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
  const list: EntityList = {
    alias: '_entities',
    variable: 'representations',
    paths: [[]],
    requires: [
      {
        kind: 'InlineFragment',
        typeCondition: 'Book',
        selections: names.map((name) => ({ kind: 'Field', name })),
      },
    ],
    inputRewrites: [],
    outputRewrites: [],
  };
  return {
    node: {
      kind: 'Entities',
      subgraph,
      operation: { text, kind: OperationTypeNode.QUERY, variables: [] },
      lists: [list],
    },
  };
}

it.each([
  ['fields', root('shop', '{ books { __typename id name size } }')],
  ['what is provided', root('shop', '{ one { title } }')],
  ['an interface', root('shop', '{ named { name ... on Book { size } } }')],
  ['fragments', root('shop', '{ books { ...A } } fragment A on Book { ... { id } }')],
  ['a union, with names of their own', root('shop', '{ media { ... on Book { size } ... on Film { other: size } } }')],
  ['an entity', entities('press', '... on Book { title }')],
  ['what requires, with what it requires', entities('press', '... on Book { price }', ['id', 'pages'])],
])('takes a plan that asks for %s', (_what, plan) => {
  expect(planCheck(supergraph)(plan)).toBeUndefined();
});

it.each([
  ['passed on', 'does not resolve Book.title', root('shop', '{ books { title } }')],
  ['of another subgraph', 'has no Book.pages', root('shop', '{ books { pages } }')],
  ['of another type', 'has no Film', entities('press', '... on Film { id }')],
  ['of nobody here', 'no Book is a Pen', root('shop', '{ books { ... on Pen { name } } }')],
  ['not an entity here', 'has no Film by a key', entities('stubs', '... on Film { id }')],
  ['not given what it requires', 'requires', entities('press', '... on Book { price }')],
  [
    'of two types under one name',
    'have one name',
    root('shop', '{ media { ... on Book { size } ... on Film { size } } }'),
  ],
  ['two fields under one name', 'have one name', root('shop', '{ books { a: id a: name } }')],
  ['an object of which nothing is selected', 'nothing is selected of Query.books', root('shop', '{ books }')],
  ['in a fragment that is not there', 'no fragment', root('shop', '{ books { ...A } }')],
  ['of a stranger', 'no such subgraph', root('nobody', '{ books { id } }')],
])('refuses a plan for what is %s', (_what, fault, plan) => {
  expect(planCheck(supergraph)(plan)).toContain(fault);
});

it.each(['Sequence', 'Parallel'] as const)('looks into a %s, a condition and deferred parts', (kind) => {
  const { node } = root('shop', '{ books { title } }');
  const part = { depends: [], label: undefined, path: [], selection: undefined };
  const deferred = {
    kind: 'Defer',
    primary: { selection: undefined, node: undefined },
    deferred: [{ ...part, node: either('v', undefined, node) }],
  } as const;
  expect(planCheck(supergraph)({ node: { kind, nodes: [deferred] } })).toContain('does not resolve Book.title');
});

it('throws instead of a plan that is refused', () => {
  const plan = root('shop', '{ books { title } }');
  const planner = { name: 'hive', plan: () => plan } as const;
  const operation = { text: '' } as never;
  expect(() => checked(planner, planCheck(supergraph)).plan(operation)).toThrow(
    'the plan is refused: shop cannot answer',
  );
  expect(checked(planner, () => undefined).plan(operation)).toBe(plan);
});
