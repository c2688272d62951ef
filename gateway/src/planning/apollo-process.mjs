import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import './with-parent.mjs';

// Plans what it is given, one operation after the other. There are operations over which this planner never comes to an
// end, or to that of its memory: the process is ended then, and nothing else.

/** How many ways to one field are looked at: a few questions for interfaces inside of each other have millions. */
const MAX_WAYS = 2_000;

/**
 * How many whole plans are compared. Among thousands there may be one that the planner never comes to the end of; the ways
 * that it believes to be best come first.
 */
const MAX_PLANS = 100;

let opened;

process.on('message', (question) => {
  process.send(answer(question));
});

function answer({ supergraphSdl, text, operationName, defer }) {
  try {
    if (supergraphSdl !== undefined) {
      // Should this one not load, nothing is planned with the one before.
      opened = undefined;
      opened = open(supergraphSdl);
    }
    if (!opened) return { refusal: 'has no supergraph' };
    const { planner, schema } = opened;
    const named = operationName === undefined ? {} : { operationName };
    const operation = operationFromDocument(schema, parse(text), { ...named, validate: false });
    const planned = defer ? operation : operation.expandAllFragments().withoutDefer();
    return { plan: JSON.stringify(planner.buildQueryPlan(planned)) };
  } catch (error) {
    return { refusal: `failed: ${error instanceof Error ? error.message : error}` };
  }
}

function open(supergraphSdl) {
  const supergraph = Supergraph.build(supergraphSdl);
  const planner = new QueryPlanner(supergraph, {
    incrementalDelivery: { enableDefer: true },
    debug: { pathsLimit: MAX_WAYS, maxEvaluatedPlans: MAX_PLANS },
  });
  return { planner, schema: supergraph.apiSchema() };
}
