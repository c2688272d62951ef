import { supergraphSdl as ours } from '@app/schema/sdl';
import { parse } from 'graphql';
import { apolloPlanner } from '../../src/planning/apollo.ts';
import { hivePlanner } from '../../src/planning/hive.ts';
import type { EntitiesNode, FetchNode, Plan, PlanNode } from '../../src/planning/plan.ts';
import type { Planner } from '../../src/planning/port.ts';
import { parcels } from './supergraphs.ts';

const planWith = (planner: Planner, text: string, defer = false): Plan =>
  planner.plan({ document: parse(text), text, operationName: undefined, defer });

const nodesOf = (node: PlanNode | undefined): PlanNode[] => {
  if (!node) return [];
  if (node.kind === 'Sequence' || node.kind === 'Parallel') return [node, ...node.nodes.flatMap(nodesOf)];
  if (node.kind === 'Condition') return [node, ...nodesOf(node.then), ...nodesOf(node.otherwise)];
  if (node.kind === 'Defer')
    return [node, ...nodesOf(node.primary.node), ...node.deferred.flatMap((part) => nodesOf(part.node))];
  return [node];
};

const fetches = (plan: Plan): (FetchNode | EntitiesNode)[] =>
  [...(plan.primary ? [plan.primary] : []), ...nodesOf(plan.node)].filter(
    (node): node is FetchNode | EntitiesNode => node.kind === 'Fetch' || node.kind === 'Entities',
  );

/** Who is asked for root fields and who for entities, each once. */
const asked = (plan: Plan): string[] => [
  ...new Set(fetches(plan).map(({ subgraph, kind }) => `${subgraph} ${kind === 'Fetch' ? 'fields' : 'entities'}`)),
];

const kinds = (plan: Plan): string[] => [...new Set(nodesOf(plan.node).map(({ kind }) => kind))].sort();

const entities = (plan: Plan): EntitiesNode[] =>
  fetches(plan).filter((node): node is EntitiesNode => node.kind === 'Entities');

/** A condition's variable, and what is done when it is true and when it is not. */
const ways = (node: PlanNode | undefined) =>
  node?.kind === 'Condition' ? [node.variable, node.then?.kind, node.otherwise?.kind] : undefined;

const PARCELS = 'parcels fields';
const SCALES = 'scales entities';

describe.each<[string, (sdl: string) => Planner]>([
  ['the Rust planner', hivePlanner],
  ['Apollo’s planner', apolloPlanner],
])('%s', (_name, open) => {
  const planner = open(parcels);

  it.each([
    ['fields of one subgraph', '{ parcel(id: 1) { name size(unit: "m") } }', [PARCELS]],
    ['fields of two', '{ parcel(id: 1) { name } scales }', [PARCELS, 'scales fields']],
    ['what is only in the other', '{ parcel(id: 1) { name weight } }', [PARCELS, SCALES]],
    ['entities in a list', '{ parcels { weight place { cost(per: 2) } } }', [PARCELS, SCALES]],
    ['a way back', '{ parcels { place { name } } }', [PARCELS, SCALES, 'parcels entities']],
    ['unions', '{ thing { ... on Parcel { weight } ... on Place { cost } } }', [PARCELS, SCALES]],
    ['interfaces', '{ node { id ... on Parcel { weight } } }', [PARCELS, SCALES]],
    ['interface objects', '{ media { title reviews ... on Book { pages } } }', [PARCELS, SCALES]],
    ['mutations', 'mutation { send(id: 1) { name } close }', [PARCELS]],
    ['mutations in order', 'mutation { close calibrate send(id: 1) { weight } }', [PARCELS, 'scales fields', SCALES]],
    ['subscriptions', 'subscription { moved(id: 1) { name weight } }', [PARCELS, SCALES]],
    ['subscriptions of one subgraph', 'subscription { moved(id: 1) { name } }', [PARCELS]],
    ['nothing for the names of root types', '{ __typename again: __typename }', []],
    ['no further fetch for the name of the root type', '{ __typename scales }', ['scales fields']],
    ['nothing for the name of the mutation type', 'mutation { __typename }', []],
    ['as if nothing were deferred', '{ parcels { name ... @defer { weight } } }', [PARCELS, SCALES]],
  ])('asks for %s', (_what, text, expected) => {
    expect(asked(planWith(planner, text)).sort()).toEqual([...expected].sort());
  });

  it('says where entities are and what identifies them', () => {
    const [node] = entities(planWith(planner, '{ parcels { inside { weight } } }'));
    expect(node).toMatchObject({
      kind: 'Entities',
      subgraph: 'scales',
      operation: { kind: 'query', variables: [] },
      lists: [
        {
          alias: '_entities',
          variable: 'representations',
          paths: [
            [{ kind: 'field', name: 'parcels' }, { kind: 'list' }, { kind: 'field', name: 'inside' }, { kind: 'list' }],
          ],
          inputRewrites: [],
          outputRewrites: [],
        },
      ],
    });
    const [required] = node?.lists[0]?.requires ?? [];
    expect(required).toMatchObject({ kind: 'InlineFragment', typeCondition: 'Parcel' });
    const names =
      required?.kind === 'InlineFragment' ? required.selections.map((field) => 'name' in field && field.name) : [];
    expect(names.sort()).toEqual(['__typename', 'id', 'size']);
  });

  it('nests what is required of nested keys', () => {
    const [node] = entities(planWith(planner, '{ thing { ... on Place { cost } } }'));
    expect(JSON.stringify(node?.lists[0]?.requires)).toContain(
      '{"kind":"Field","name":"at","selections":[{"kind":"Field","name":"x"}]}',
    );
  });

  it('passes on the variables a subgraph needs, and no others', () => {
    const plan = planWith(planner, 'query($id: ID!, $per: Int) { parcel(id: $id) { place { cost(per: $per) } } }');
    expect(fetches(plan).map(({ operation }) => operation.variables)).toEqual([['id'], ['per']]);
  });

  it('turns variables of @include and @skip into conditions', () => {
    const text = (directive: string) =>
      `query($yes: Boolean!) { parcel(id: 1) { name ... ${directive}(if: $yes) { weight } } }`;
    const included = nodesOf(planWith(planner, text('@include')).node).find(({ kind }) => kind === 'Condition');
    expect(ways(included)).toEqual(['yes', 'Entities', undefined]);
    const skipped = nodesOf(planWith(planner, text('@skip')).node).find(({ kind }) => kind === 'Condition');
    expect(ways(skipped)).toEqual(['yes', undefined, 'Entities']);
  });

  it('renames the type of interface objects on the way in', () => {
    const lists = entities(planWith(planner, '{ media { reviews } }')).flatMap((node) => node.lists);
    expect(lists.map(({ inputRewrites }) => inputRewrites)).toEqual(
      lists.map(() => [
        {
          kind: 'set',
          path: [expect.objectContaining({ kind: 'types' }), { kind: 'field', name: '__typename' }],
          value: 'Media',
        },
      ]),
    );
    expect(lists.length).toBeGreaterThan(0);
  });

  it('tells a subscription’s own fetch from what follows it', () => {
    const plan = planWith(planner, 'subscription($id: ID!) { moved(id: $id) { name weight } }');
    expect(plan.primary).toMatchObject({
      kind: 'Fetch',
      subgraph: 'parcels',
      operation: { kind: 'subscription', variables: ['id'] },
      path: [],
    });
    expect(plan.node).toMatchObject({ kind: 'Entities', subgraph: 'scales' });
    expect(planWith(planner, 'subscription { moved(id: 1) { name } }').node).toBeUndefined();
  });

  it('keeps mutations in the order they were written in', () => {
    const plan = planWith(planner, 'mutation { close calibrate again: close }');
    expect(plan.node?.kind).toBe('Sequence');
    expect(fetches(plan).map(({ subgraph, operation }) => [subgraph, operation.kind])).toEqual([
      ['parcels', 'mutation'],
      ['scales', 'mutation'],
      ['parcels', 'mutation'],
    ]);
  });

  it('plans our own graph', () => {
    const text = `query($id: ID!) { business(id: $id) { name rating { average } menu { id name } } }`;
    expect(asked(planWith(open(ours()), text)).sort()).toEqual(['businesses fields', 'ratings entities']);
  });
});

it('only Apollo’s planner defers: what is there at once, and what follows with what it waits for', () => {
  const text = '{ parcels { name ... @defer(label: "later") { weight } } }';
  const plan = planWith(apolloPlanner(parcels), text, true);
  expect(kinds(plan)).toContain('Defer');
  const node = nodesOf(plan.node).find((each) => each.kind === 'Defer');
  const root = fetches({ node: node?.kind === 'Defer' ? node.primary.node : undefined })[0];
  expect(node).toMatchObject({
    primary: { selection: '{ parcels { name } }', node: { kind: 'Fetch', subgraph: 'parcels' } },
    deferred: [
      {
        depends: [root?.id],
        label: 'later',
        path: ['parcels'],
        selection: '{ weight }',
      },
    ],
  });
  expect(asked({ node: node?.kind === 'Defer' ? node.deferred[0]?.node : undefined })).toContain(SCALES);
  expect(root?.id).toBeDefined();
});
