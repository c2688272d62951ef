import type { ExecutionResult } from 'graphql';
import type { Patience } from './patience.ts';
import type { Question } from './question.ts';

/** One request to a subgraph, signed. */
export interface SubgraphCall {
  readonly question: Question;
  readonly token: string;
  readonly correlationId: string;
  readonly signal: Patience;
  /** Within the same moment, a subgraph may answer what it has read already. */
  readonly moment?: string | undefined;
}

/** Brings questions to one subgraph, whichever way it is mounted. */
export interface Transport {
  /**
   * Rejects when there is no answer. The objects and lists of `data` belong to whoever asked and may be changed. What
   * a scalar field holds may still be the resolver's own (a JSON scalar from a cache): it is only read.
   */
  send(call: SubgraphCall): Promise<ExecutionResult>;
  /** What the subgraph stands on, and whether that answers. Throws when it cannot be asked. */
  checks(): Promise<Record<string, boolean>>;
  close(): Promise<void>;
}
