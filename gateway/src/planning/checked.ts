import { Kind, type OperationDefinitionNode } from 'graphql';
import { fetchDocument } from './fetch-documents.ts';
import { fragmentsIn } from './fragments.ts';
import { fetchesIn } from './nodes.ts';
import type { EntitiesNode, FetchNode, Plan } from './plan.ts';
import type { Plannable, Planner } from './port.ts';
import { ENTITY, faultIn, type Place } from './resolved.ts';
import { type SubgraphTypes, subgraphTypesOf } from './subgraph-types.ts';

/** Tells why a plan is not to be carried out; undefined when nothing speaks against it. */
export type Check = (plan: Plan, operation: Plannable) => string | undefined;

/**
 * Checks plans against what the supergraph says that each subgraph resolves. Both planners have plans that ask a subgraph
 * for a field it only passes on, that leave out what a field requires, or that no subgraph can read; clients would be told
 * an error and null where there is a value. A plan is made once an operation, so that this costs no request anything.
 */
export function planCheck(supergraphSdl: string): (plan: Plan) => string | undefined {
  const subgraphs = subgraphTypesOf(supergraphSdl);
  if (!subgraphs) return () => undefined;
  const faultOf = (fetch: FetchNode | EntitiesNode): string | undefined => {
    const types = subgraphs.get(fetch.subgraph);
    const fault = types ? faultOfFetch(types, fetch) : 'there is no such subgraph';
    return fault === undefined ? undefined : `${fetch.subgraph} cannot answer ${fetch.operation.text}: ${fault}`;
  };
  return ({ node, primary }) => {
    for (const fetch of [...(primary ? [primary] : []), ...fetchesIn(node)]) {
      const fault = faultOf(fetch);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

/** The planner, which throws instead of a plan that the check refuses. */
export const checked = (planner: Planner, check: Check): Planner => ({
  name: planner.name,
  plan(operation) {
    const plan = planner.plan(operation);
    const fault = check(plan, operation);
    if (fault !== undefined) throw new Error(`the plan is refused: ${fault}`);
    return plan;
  },
});

function faultOfFetch(types: SubgraphTypes, fetch: FetchNode | EntitiesNode): string | undefined {
  const document = fetchDocument(fetch.operation.text);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) return 'it is no operation';
  const written = { types, fragments: fragmentsIn(document) };
  const roots = fetch.kind === 'Fetch' ? [rootOf(operation)] : entitiesOf(operation, fetch);
  // Lists have names of their own: what is asked of one cannot clash with another.
  return roots.map((root) => faultIn(written, [root])).find((fault) => fault !== undefined);
}

const ROOTS = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

const rootOf = ({ operation, selectionSet }: OperationDefinitionNode): Place => ({
  type: ROOTS[operation],
  set: selectionSet,
  provided: [],
  given: [],
});

function entitiesOf({ selectionSet }: OperationDefinitionNode, { lists }: EntitiesNode): Place[] {
  return selectionSet.selections.flatMap((field) => {
    if (field.kind !== Kind.FIELD || !field.selectionSet) return [];
    const list = lists.find(({ alias }) => alias === (field.alias ?? field.name).value);
    return [{ type: ENTITY, set: field.selectionSet, provided: [], given: list?.requires ?? [] }];
  });
}
