import { createRequire } from 'node:module';
import type * as Hive from '@graphql-hive/router-query-planner';
import { planOfHive } from './hive-plan.ts';
import type { Planner } from './port.ts';

const load = createRequire(import.meta.url);
/** Supergraphs that override by labels or percentages are refused (`unsupported.ts`). */
const NO_LABELS = new Set<string>();

/**
 * The planner written in Rust. It plans as if nothing were marked `@defer`. Throws where it is not installed, where
 * there is no binary for this machine, and for what is no supergraph.
 */
export function hivePlanner(supergraphSdl: string): Planner {
  const { QueryPlanner } = load('@graphql-hive/router-query-planner') as typeof Hive;
  const planner = new QueryPlanner(supergraphSdl);
  return {
    name: 'hive',
    plan: ({ text, operationName }) => planOfHive(planner.plan(text, operationName, NO_LABELS, 0)),
  };
}
