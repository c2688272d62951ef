import type { Subgraph } from '@app/kernel/mount';
import type { ExecutionResult } from 'graphql';

/** One request to a subgraph, signed. */
export interface SubgraphCall {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | undefined;
  readonly token: string;
  readonly correlationId: string;
  readonly signal: AbortSignal;
}

/** Brings requests to one subgraph, whichever way it is mounted. */
export interface Transport {
  send(call: SubgraphCall): Promise<ExecutionResult>;
  /** What the subgraph stands on, and whether that answers. Throws when it cannot be asked. */
  checks(): Promise<Record<string, boolean>>;
  close(): Promise<void>;
}

/** Straight into a subgraph of this process: no socket and no JSON, but the same token and the same checks. */
export const localTransport = (subgraph: Subgraph): Transport => ({
  send: ({ query, variables, operationName, token, correlationId }) =>
    subgraph.execute({ query, variables, operationName, token, correlationId }),
  checks: () => subgraph.checks(),
  close: async () => {},
});
