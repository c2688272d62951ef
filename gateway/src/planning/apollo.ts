import type { QueryPlan } from '@apollo/query-planner';
import { type Program, planningApart } from './apart.ts';
import { planOfApollo } from './apollo-plan.ts';
import type { Planner } from './port.ts';

const PROGRAM: Program = {
  name: 'Apollo’s query planner',
  url: new URL('./apollo-process.mjs', import.meta.url),
  execArgv: ['--max-old-space-size=512'],
};

/**
 * Apollo's planner. Many gateways never need it: its process is started with the first plan and let go when there are no
 * more, so that it takes no memory of this one.
 */
export function apolloPlanner(supergraphSdl: string): Planner {
  const planned = planningApart(PROGRAM, supergraphSdl);
  return { name: 'apollo', plan: (operation) => planOfApollo(planned(operation) as QueryPlan) };
}
