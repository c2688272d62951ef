import { fetchesIn, together } from '../planning/nodes.ts';
import type { Path, PlanNode } from '../planning/plan.ts';

/**
 * Nodes at once, or those that tell which types objects are of ahead of those whose path goes through the same objects by
 * their types. Where a subgraph sees an interface as one object, planners ask for the type of its objects and for what is
 * below them at the same time.
 */
export function toldFirst(nodes: readonly (PlanNode | undefined)[]): PlanNode | undefined {
  const there = nodes.flatMap((node) => node ?? []);
  const told = there.map((node) => new Set(pathsIn(node).map(nameOf)));
  const isLate = (node: PlanNode, index: number) => {
    const holders = pathsIn(node).flatMap(holdersOn);
    return holders.some((holder) => told.some((names, other) => other !== index && names.has(holder)));
  };
  const late = there.filter(isLate);
  const early = there.filter((node) => !late.includes(node));
  if (late.length === 0 || early.length === 0) return together('Parallel', there);
  return together('Sequence', [together('Parallel', early), together('Parallel', late)]);
}

/** Where objects stand whose types a path keeps to before it goes on. */
const holdersOn = (path: Path): string[] =>
  path.flatMap((segment, index) =>
    segment.kind === 'types' && index < path.length - 1 ? [nameOf(path.slice(0, index))] : [],
  );

const nameOf = (path: Path): string =>
  path.flatMap((segment) => (segment.kind === 'field' ? [segment.name] : [])).join('.');

const pathsIn = (node: PlanNode): readonly Path[] =>
  fetchesIn(node).flatMap((fetch) => (fetch.kind === 'Entities' ? fetch.lists.flatMap(({ paths }) => paths) : []));
