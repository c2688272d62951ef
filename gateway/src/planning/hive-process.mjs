import { QueryPlanner } from '@graphql-hive/router-query-planner';
import './with-parent.mjs';

// Plans what it is given, one operation after the other. A panic of the planner ends this process and nothing else.
const NO_LABELS = new Set();
let planner;

process.on('message', ({ supergraphSdl, text, operationName }) => {
  process.send(answer(supergraphSdl, text, operationName));
});

function answer(supergraphSdl, text, operationName) {
  try {
    if (supergraphSdl !== undefined) {
      // Should this one not load, nothing is planned with the one before.
      planner = undefined;
      planner = new QueryPlanner(supergraphSdl);
    }
    if (!planner) return { refusal: 'has no supergraph' };
    return { plan: JSON.stringify(planner.plan(text, operationName, NO_LABELS, 0)) };
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}
