import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { planOfApollo } from './apollo-plan.ts';
import type { Planner } from './port.ts';

/** Apollo's planner. Opening it takes its time and memory. Throws for what is no supergraph. */
export function apolloPlanner(supergraphSdl: string): Planner {
  const supergraph = Supergraph.build(supergraphSdl);
  const apiSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph, { incrementalDelivery: { enableDefer: true } });
  return {
    name: 'apollo',
    plan({ document, operationName, defer }) {
      const named = operationName === undefined ? {} : { operationName };
      const operation = operationFromDocument(apiSchema, document, { ...named, validate: false });
      return planOfApollo(planner.buildQueryPlan(defer ? operation : operation.expandAllFragments().withoutDefer()));
    },
  };
}
