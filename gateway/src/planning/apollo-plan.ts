import type * as Apollo from '@apollo/query-planner';
import { either, together, unlessKnown } from './nodes.ts';
import type {
  DeferNode,
  FetchNode,
  Path,
  PathSegment,
  Plan,
  PlanNode,
  RequiredSelection,
  Rewrite,
  SubgraphOperation,
} from './plan.ts';

/** The output of Apollo's planner in our shape. Throws for what it is not known to make. */
export function planOfApollo({ node }: Apollo.QueryPlan): Plan {
  if (node?.kind !== 'Subscription') return { node: node && nodeOf(node, []) };
  return { primary: fetchOf(node.primary, []), node: node.rest && nodeOf(node.rest, []) };
}

function nodeOf(node: Apollo.PlanNode, at: Path): PlanNode | undefined {
  const inner = (each: Apollo.PlanNode | undefined) => each && nodeOf(each, at);
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
    case 'Defer':
      return deferOf(node, at);
  }
}

const entitiesOf = (node: Apollo.FetchNode, at: Path): PlanNode => ({
  kind: 'Entities',
  ...(node.id && { id: node.id }),
  subgraph: node.serviceName,
  operation: operationOf(node),
  lists: [
    {
      alias: '_entities',
      variable: 'representations',
      paths: [at],
      requires: (node.requires ?? []).map(requiredOf),
      inputRewrites: (node.inputRewrites ?? []).map(rewriteOf),
      outputRewrites: (node.outputRewrites ?? []).map(rewriteOf),
    },
  ],
});

const fetchOf = (node: Apollo.FetchNode, at: Path): FetchNode => ({
  kind: 'Fetch',
  ...(node.id && { id: node.id }),
  subgraph: node.serviceName,
  operation: operationOf(node),
  path: at,
  outputRewrites: (node.outputRewrites ?? []).map(rewriteOf),
});

function operationOf({
  operation,
  operationKind,
  variableUsages,
  contextRewrites,
}: Apollo.FetchNode): SubgraphOperation {
  if (contextRewrites?.length) throw new Error('The planner made a context rewrite.');
  return { text: operation, kind: operationKind, variables: variableUsages ?? [] };
}

const FRAGMENT = '... on ';

function segmentOf(segment: string | number): PathSegment {
  if (segment === '@') return { kind: 'list' };
  const name = String(segment);
  return name.startsWith(FRAGMENT) ? { kind: 'types', types: [name.slice(FRAGMENT.length)] } : { kind: 'field', name };
}

const requiredOf = (selection: Apollo.QueryPlanSelectionNode): RequiredSelection =>
  selection.kind === 'Field'
    ? {
        kind: 'Field',
        name: selection.alias ?? selection.name,
        ...(selection.selections && { selections: selection.selections.map(requiredOf) }),
      }
    : {
        kind: 'InlineFragment',
        typeCondition: selection.typeCondition,
        selections: selection.selections.map(requiredOf),
      };

function rewriteOf(rewrite: Apollo.FetchDataRewrite): Rewrite {
  const path = rewrite.path.map((segment) =>
    segment.startsWith(FRAGMENT)
      ? ({ kind: 'types', types: [segment.slice(FRAGMENT.length)] } as const)
      : ({ kind: 'field', name: segment } as const),
  );
  return rewrite.kind === 'ValueSetter'
    ? { kind: 'set', path, value: rewrite.setValueTo }
    : { kind: 'rename', path, to: rewrite.renameKeyTo };
}

const deferOf = ({ primary, deferred }: Apollo.DeferNode, at: Path): DeferNode => ({
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
