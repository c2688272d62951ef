import { buildSchema, getOperationAST, Kind, parse } from 'graphql';
import { planEachWay } from '../../src/compile/each-way.ts';
import { typesOf } from '../../src/compile/types.ts';
import type { PlanNode } from '../../src/planning/plan.ts';

const types = typesOf(
  buildSchema(`
    directive @join__field(requires: String) on FIELD_DEFINITION
    type Query { t: T }
    type T { a: Int b: Int @join__field(requires: "a") c: Int }`),
);
const fetching = (text: string): PlanNode => ({
  kind: 'Fetch',
  subgraph: 's',
  operation: { text, kind: 'query' as never, variables: [] },
  path: [],
  outputRewrites: [],
});
const requiring = (name: string): PlanNode => ({
  kind: 'Entities',
  subgraph: 's',
  operation: { text: '{ _entities { b } }', kind: 'query' as never, variables: [] },
  lists: [
    {
      ...{ alias: '_entities', variable: 'r', paths: [], inputRewrites: [], outputRewrites: [] },
      requires: [{ kind: 'InlineFragment', typeCondition: 'T', selections: [{ kind: 'Field', name }] }],
    },
  ],
});

/** Plans with a planner that fetches what it is given and then something that requires a field of this name. */
function planned(text: string, name: string, refuses: (text: string) => boolean = () => false) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  const planner = {
    name: 'hive' as const,
    plan({ text: asked }: { readonly text: string }) {
      if (refuses(asked)) throw new Error('no plan');
      return { node: { kind: 'Sequence' as const, nodes: [fetching(asked), requiring(name)] } };
    },
  };
  return planEachWay({ planner, types, operation }, { document, text, operationName: undefined, defer: false }).node;
}

/** The conditions of a plan, and what is fetched under each. */
function shown(node: PlanNode | undefined): unknown {
  if (node?.kind === 'Condition') return { [node.variable]: [shown(node.then), shown(node.otherwise)] };
  const first = node?.kind === 'Sequence' ? node.nodes[0] : node;
  return first?.kind === 'Fetch' ? first.operation.text.replaceAll(/\s+/g, ' ') : undefined;
}

const CONDITIONAL = 'query ($x: Boolean!) { t { a @include(if: $x) c } }';

it('plans for each value of a variable that decides whether something required is fetched', () => {
  expect(shown(planned(CONDITIONAL, 'a'))).toEqual({
    x: ['query ($x: Boolean!) { t { a c } }', 'query ($x: Boolean!) { t { c } }'],
  });
});

it.each([
  ['nothing depends on it', 'query ($x: Boolean!) { t { a c @include(if: $x) } }', 'a'],
  ['nothing requires it', CONDITIONAL, 'c'],
  ['nothing is conditional', '{ t { a c } }', 'a'],
])('plans once where %s', (_why, text, name) => {
  expect(shown(planned(text, name))).toBe(text);
});

it('plans for each value where there is no plan for both', () => {
  const text = 'query ($x: Boolean!) { t { ... @skip(if: $x) { c } a } }';
  expect(shown(planned(text, 'c', (asked) => asked.includes('@skip')))).toEqual({
    x: ['query ($x: Boolean!) { t { a } }', 'query ($x: Boolean!) { t { ... { c } a } }'],
  });
  expect(() => planned(text, 'c', () => true)).toThrow('no plan');
});

it('asks for a root field of a mutation once, also where a variable decides where it stands', () => {
  expect(shown(planned('mutation ($x: Boolean!) { a { b } c a @skip(if: $x) { d } }', ''))).toBe(
    'mutation ($x: Boolean!) { a { b ... @skip(if: $x) { d } } c }',
  );
  expect(shown(planned('mutation ($x: Boolean!) { a @skip(if: $x) { b } c a { d } }', ''))).toEqual({
    x: ['mutation ($x: Boolean!) { c a { d } }', 'mutation ($x: Boolean!) { a { b d } c }'],
  });
});

it.each([
  ['a fragment in a fragment', '{ t { ... @include(if: $x) { ... @skip(if: $y) { c } } } }'],
  ['a field in a fragment', '{ t { ... @include(if: $x) { c @skip(if: $y) } } }'],
  ['named fragments', '{ t { ...F @include(if: $x) } } fragment F on T { ...G } fragment G on T { c @skip(if: $y) }'],
])('plans for each value of a condition around another: %s', (_what, text) => {
  const node = planned(`query ($x: Boolean!, $y: Boolean!) ${text}`, 'c');
  expect(Object.keys(shown(node) as object)).toEqual(['x']);
});

it('leaves conditions alone that have a field between them', () => {
  const text = 'query ($x: Boolean!, $y: Boolean!) { ... @include(if: $x) { t { c @skip(if: $y) } } }';
  expect(shown(planned(text, 'a'))).toBe(text);
});
