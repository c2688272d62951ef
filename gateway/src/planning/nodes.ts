import type { EntitiesNode, FetchNode, PlanNode, RequiredSelection } from './plan.ts';
import { asksNothing } from './root-typename.ts';

/** These nodes one after the other or at the same time, without layers that say nothing. */
export function together(
  kind: 'Sequence' | 'Parallel',
  nodes: readonly (PlanNode | undefined)[],
): PlanNode | undefined {
  const present = nodes.flatMap((node) => (node?.kind === kind ? node.nodes : (node ?? [])));
  return present.length > 1 ? { kind, nodes: present } : present[0];
}

/** A condition, unless neither way has anything to do. */
export const either = (
  variable: string,
  then: PlanNode | undefined,
  otherwise: PlanNode | undefined,
): PlanNode | undefined => (then || otherwise ? { kind: 'Condition', variable, then, otherwise } : undefined);

/** A root fetch, unless the gateway knows its answer: the names of root types. */
export const unlessKnown = (node: FetchNode): PlanNode | undefined =>
  node.path.length === 0 && asksNothing(node.operation.text) ? undefined : node;

/** Every fetch of a plan. */
export function fetchesIn(node: PlanNode | undefined): readonly (FetchNode | EntitiesNode)[] {
  if (!node) return [];
  switch (node.kind) {
    case 'Fetch':
    case 'Entities':
      return [node];
    case 'Condition':
      return [node.then, node.otherwise].flatMap(fetchesIn);
    case 'Defer':
      return [node.primary, ...node.deferred].flatMap((part) => fetchesIn(part.node));
    default:
      return node.nodes.flatMap(fetchesIn);
  }
}

/** Names of all fields in what a representation consists of. */
export const namesIn = (selection: RequiredSelection): string[] => [
  ...(selection.kind === 'Field' ? [selection.name] : []),
  ...(selection.selections ?? []).flatMap(namesIn),
];
