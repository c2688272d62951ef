import type * as Hive from '@graphql-hive/router-query-planner';
import type { OperationTypeNode } from 'graphql';
import { rewritesOf } from './hive-rewrites.ts';
import { either, together, unlessKnown } from './nodes.ts';
import type {
  DeferNode,
  EntityList,
  FetchNode,
  Path,
  PathSegment,
  Plan,
  PlanNode,
  RequiredSelection,
  SubgraphOperation,
} from './plan.ts';

/** The Rust planner's output in our shape. Throws for what it is not known to make. */
export function planOfHive({ node }: Hive.QueryPlan): Plan {
  // A subscription's own fetch comes first, what other subgraphs add to each event after it.
  const [first, ...rest] = node?.kind === 'Sequence' ? node.nodes : [node];
  if (first?.kind !== 'Subscription') return { node: node && nodeOf(node, []) };
  return {
    primary: fetchOf(first.primary, []),
    node: together(
      'Sequence',
      rest.map((each) => each && nodeOf(each, [])),
    ),
  };
}

function nodeOf(node: Hive.PlanNode, at: Path): PlanNode | undefined {
  const inner = (each: Hive.PlanNode | null | undefined) => (each ? nodeOf(each, at) : undefined);
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return together(node.kind, node.nodes.map(inner));
    case 'Flatten':
      return nodeOf(node.node, [...at, ...node.path.map(segmentOf)]);
    case 'Condition':
      return either(node.condition, inner(node.ifClause), inner(node.elseClause));
    case 'Fetch':
      return node.requires ? entitiesOf(node, at) : unlessKnown(fetchOf(node, at));
    case 'BatchFetch':
      return {
        kind: 'Entities',
        subgraph: node.serviceName,
        operation: operationOf(node),
        lists: node.entityBatch.aliases.map((alias) => listOf(alias, at)),
      };
    case 'Defer':
      return deferOf(node, at);
    default:
      throw new Error(`The planner made a ${node.kind} where it was not expected.`);
  }
}

const entitiesOf = (node: Hive.FetchNode, at: Path): PlanNode => ({
  kind: 'Entities',
  subgraph: node.serviceName,
  operation: operationOf(node),
  lists: [
    {
      alias: '_entities',
      variable: 'representations',
      paths: [at],
      requires: (node.requires ?? []).map(requiredOf),
      inputRewrites: rewritesOf(node.inputRewrites),
      outputRewrites: rewritesOf(node.outputRewrites),
    },
  ],
});

const fetchOf = (node: Hive.FetchNode, at: Path): FetchNode => ({
  kind: 'Fetch',
  subgraph: node.serviceName,
  operation: operationOf(node),
  path: at,
  outputRewrites: rewritesOf(node.outputRewrites),
});

const listOf = (alias: Hive.EntityBatchAlias, at: Path): EntityList => ({
  alias: alias.alias,
  variable: alias.representationsVariableName,
  paths: alias.paths.map((path) => [...at, ...path.map(segmentOf)]),
  requires: alias.requires.map(requiredOf),
  inputRewrites: rewritesOf(alias.inputRewrites),
  outputRewrites: rewritesOf(alias.outputRewrites),
});

const operationOf = (
  node: Pick<Hive.FetchNode, 'operation' | 'operationKind' | 'variableUsages'>,
): SubgraphOperation => ({
  text: node.operation,
  kind: (node.operationKind ?? 'query') as OperationTypeNode,
  variables: node.variableUsages ?? [],
});

function segmentOf(segment: Hive.FlattenNodePathSegment): PathSegment {
  if (segment === '@') return { kind: 'list' };
  if ('Field' in segment) return { kind: 'field', name: segment.Field };
  if ('TypeCondition' in segment) return { kind: 'types', types: [segment.TypeCondition].flat() };
  throw new Error(`The planner made a path of ${JSON.stringify(segment)}.`);
}

function requiredOf(selection: Hive.RequiresSelection): RequiredSelection {
  switch (selection.kind) {
    case 'Field':
      return {
        kind: 'Field',
        name: selection.name,
        ...(selection.alias && selection.alias !== selection.name && { as: selection.alias }),
        ...(selection.selections?.length && { selections: selection.selections.map(requiredOf) }),
      };
    case 'InlineFragment':
      return {
        kind: 'InlineFragment',
        typeCondition: selection.typeCondition,
        selections: selection.selections.map(requiredOf),
        ...(selection.skipIf && { skipIf: selection.skipIf }),
        ...(selection.includeIf && { includeIf: selection.includeIf }),
      };
    default:
      throw new Error(`The planner requires a ${selection.kind}.`);
  }
}

const deferOf = ({ primary, deferred }: Hive.DeferNode, at: Path): DeferNode => ({
  kind: 'Defer',
  primary: { selection: primary.subselection, node: primary.node && nodeOf(primary.node, at) },
  deferred: deferred.map((part) => ({
    depends: part.depends.map(({ id }) => id),
    label: part.label,
    path: part.queryPath,
    selection: part.subselection,
    node: part.node && nodeOf(part.node, at),
  })),
});
