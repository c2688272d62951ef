import { createRequire } from 'node:module';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import type * as Apollo from '@apollo/query-planner';
import { planOfApollo } from './apollo-plan.ts';
import type { Planner } from './port.ts';

// Many gateways never need it: it is loaded with the first plan, not with this module.
const load = createRequire(import.meta.url);

/** How many ways to one field are looked at: a few questions for interfaces inside of each other have millions. */
const MAX_WAYS = 2_000;

/**
 * How many whole plans are compared. Among thousands there may be one that the planner never comes to the end of, until its
 * memory does; the ways that it believes to be best come first.
 */
const MAX_PLANS = 100;

/** Apollo's planner. Opening it takes its time and memory. Throws for what is no supergraph. */
export function apolloPlanner(supergraphSdl: string): Planner {
  const { QueryPlanner } = load('@apollo/query-planner') as typeof Apollo;
  const supergraph = Supergraph.build(supergraphSdl);
  const apiSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph, {
    incrementalDelivery: { enableDefer: true },
    debug: { pathsLimit: MAX_WAYS, maxEvaluatedPlans: MAX_PLANS },
  });
  return {
    name: 'apollo',
    plan({ document, operationName, defer }) {
      const named = operationName === undefined ? {} : { operationName };
      const operation = operationFromDocument(apiSchema, document, { ...named, validate: false });
      const planned = defer ? operation : operation.expandAllFragments().withoutDefer();
      return planOfApollo(planner.buildQueryPlan(planned));
    },
  };
}
