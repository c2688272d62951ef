import type { QueryPlan } from '@graphql-hive/router-query-planner';
import { type Program, planningApart } from './apart.ts';
import { planOfHive } from './hive-plan.ts';
import type { Planner } from './port.ts';

const PROGRAM: Program = {
  name: 'the Rust query planner',
  url: new URL('./hive-process.mjs', import.meta.url),
  execArgv: [],
};

/** The Rust planner in a process of its own, for operations that may end the process it runs in. */
export function hiveApart(supergraphSdl: string): Planner {
  const planned = planningApart(PROGRAM, supergraphSdl);
  return { name: 'hive', plan: (operation) => planOfHive(planned(operation) as QueryPlan) };
}
