import { toldFirst } from '../../src/compile/told-first.ts';
import type { EntitiesNode, Path } from '../../src/planning/plan.ts';

const field = (name: string): Path[number] => ({ kind: 'field', name });
const asked = (...path: Path): EntitiesNode => ({
  kind: 'Entities',
  subgraph: 'a',
  operation: { text: '{ _entities(representations: []) { __typename } }', kind: 'query' as never, variables: [] },
  lists: [{ alias: '_entities', variable: 'r', paths: [path], requires: [], inputRewrites: [], outputRewrites: [] }],
});
const types: Path[number] = { kind: 'types', types: ['T'], isExact: true };

it('asks which type an object is of ahead of what is below it for one type', () => {
  const [holder, below, other] = [asked(field('a')), asked(field('a'), types, field('b')), asked(field('c'))];
  expect(toldFirst([below, holder, other])).toEqual({
    kind: 'Sequence',
    nodes: [{ kind: 'Parallel', nodes: [holder, other] }, below],
  });
});

it.each([
  ['nothing depends on types', [asked(field('a')), asked(field('a'), field('b'))]],
  ['nobody is asked for the type', [asked(field('a'), types, field('b')), asked(field('c'))]],
])('asks at once where %s', (_what, nodes) => {
  expect(toldFirst(nodes)).toEqual({ kind: 'Parallel', nodes });
});
