import { fetchesIn, namesIn } from '../planning/nodes.ts';
import type { Path, PlanNode } from '../planning/plan.ts';

/** By which fields entities are asked for: those of a key, and what other fields require. */
export interface Need {
  readonly path: Path;
  readonly names: readonly string[];
}

/** What the fetches of a plan need. */
export const needsOf = (node: PlanNode | undefined): readonly Need[] =>
  fetchesIn(node).flatMap((fetch) =>
    fetch.kind === 'Entities'
      ? fetch.lists.flatMap(({ paths, requires }) => paths.map((path) => ({ path, names: requires.flatMap(namesIn) })))
      : [],
  );

/** Names of what is needed of objects at a path or below them. */
export const neededBelow = (needs: readonly Need[], path: Path): ReadonlySet<string> =>
  new Set(needs.flatMap((need) => (leadsThrough(need.path, path) ? need.names : [])));

/** A name to follow, and of which objects. */
interface Step {
  readonly name: string | undefined;
  readonly types: readonly string[] | undefined;
}

/** Whether the objects at the end of one path may stand on the other. */
function leadsThrough(path: Path, through: Path): boolean {
  const steps = stepsOf(path);
  return stepsOf(through).every(({ name, types }, index) => {
    const step = steps[index];
    const isSame = step !== undefined && (name === undefined || step.name === name);
    return isSame && (!types || !step.types || types.some((type) => step.types?.includes(type)));
  });
}

/** The last one has no name: it is where the path ends. */
function stepsOf(path: Path): readonly Step[] {
  const steps: Step[] = [];
  let types: Step['types'];
  for (const segment of path) {
    if (segment.kind === 'types' && segment.isExact) types = segment.types;
    if (segment.kind !== 'field') continue;
    steps.push({ name: segment.name, types });
    types = undefined;
  }
  return [...steps, { name: undefined, types }];
}
