import { parse } from 'graphql';
import { lostCondition } from '../../src/compile/lost-conditions.ts';
import type { EntitiesNode, FetchNode, PlanNode } from '../../src/planning/plan.ts';

const operation = (text: string) => ({ text, kind: 'query', variables: [] }) as never;
const fetch = (text: string): FetchNode => ({
  kind: 'Fetch',
  subgraph: 'a',
  operation: operation(text),
  path: [],
  outputRewrites: [],
});
const entities = (text: string, ...names: string[]): EntitiesNode => ({
  kind: 'Entities',
  subgraph: 'b',
  operation: operation(text),
  lists: [
    {
      alias: '_entities',
      variable: 'representations',
      paths: [names.map((name) => ({ kind: 'field', name }) as const)],
      requires: [{ kind: 'Field', name: 'id' }],
      inputRewrites: [],
      outputRewrites: [],
    },
  ],
});
const when = (variable: string, then: PlanNode): PlanNode => ({
  kind: 'Condition',
  variable,
  then,
  otherwise: undefined,
});
const more = '{ _entities { ... on T { n: x(a: 1) } } }';

it.each<[string, string, PlanNode, string | undefined]>([
  ['kept in the text', '{ t { n: x @include(if: $v) } }', fetch('{ t { n: x @include(if: $v) } }'), undefined],
  [
    'kept above, in a fragment',
    '{ t { ... @skip(if: $v) { n: x } } }',
    fetch('{ t { ...a @skip(if: $v) } } fragment a on T { n: x }'),
    undefined,
  ],
  ['kept as a step', '{ t { n: x @include(if: $v) } }', when('v', fetch('{ t { n: x } }')), undefined],
  ['lost', '{ t { n: x @include(if: $v) } }', fetch('{ t { n: x } }'), 'v'],
  ['one of two lost', '{ t @include(if: $v) { n: x @skip(if: $w) } }', fetch('{ t { n: x @skip(if: $w) } }'), 'v'],
  [
    'selected without it as well',
    '{ t { n: x @include(if: $v) } u { n: x } }',
    fetch('{ t { n: x } u { n: x } }'),
    undefined,
  ],
  ['said by the way to the object', '{ t @include(if: $v) { n: x(a: 1) } }', entities(more, 't'), undefined],
  [
    'not said by the way, which is selected without it too',
    '{ t { id } t @include(if: $v) { n: x(a: 1) } }',
    entities(more, 't'),
    'v',
  ],
  [
    'lost for a root field, whose name another field has too',
    '{ t @include(if: $v) { n: x } u { t { n: x } } }',
    fetch('{ t @include(if: $v) { n: x } t { id } u { t { n: x } } }'),
    'v',
  ],
  ['lost for a field that the plan needs for nothing', '{ t { id @include(if: $v) } }', fetch('{ t { id } }'), 'v'],
  [
    'for a name that is a key',
    '{ t { id @include(if: $v) x } }',
    {
      kind: 'Sequence',
      nodes: [fetch('{ t { id } }'), entities('{ _entities { ... on T { x } } }', 't')],
    },
    undefined,
  ],
])('a condition is %s', (_what, text, node, expected) => {
  expect(lostCondition(parse(text), { node })).toBe(expected);
});
