import { publicError } from '@app/kernel/errors';
import type { Identity } from '@app/kernel/identity';
import type { Logger } from '@app/kernel/log';
import type { Viewer } from '@app/kernel/viewer';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { fetchSeconds } from '../metrics.ts';
import type { Transport } from './port.ts';

/** On whose behalf the gateway asks subgraphs, and until when anybody waits for the answer. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly correlationId: string;
  readonly signal: AbortSignal;
}

/** What a subgraph is asked. */
export interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | undefined;
}

/** A subgraph as the executor sees it. */
export interface Source {
  readonly name: string;
  /** Throws UPSTREAM_UNAVAILABLE, which says nothing about hosts, when there is no answer. */
  ask(question: Question, context: RequestContext): Promise<ExecutionResult>;
  checks(): Promise<Record<string, boolean>>;
  close(): Promise<void>;
}

/** Signs every question for exactly this subgraph and this viewer, and turns faults into one kind of error. */
export function openSource(
  name: string,
  { transport, identity, log }: { transport: Transport; identity: Identity; log: Logger },
): Source {
  return {
    name,
    async ask({ query, variables, operationName }, { viewer, correlationId, signal }) {
      const stop = fetchSeconds.startTimer({ subgraph: name });
      try {
        const token = identity.mint(name, viewer);
        const result = await transport.send({ query, variables, operationName, token, correlationId, signal });
        if (!isResult(result)) throw new Error('it answered something that is no GraphQL result');
        stop({ outcome: result.errors?.length ? 'errors' : 'ok' });
        return result;
      } catch (error) {
        stop({ outcome: 'unavailable' });
        log.warn({ err: error, subgraph: name }, 'a subgraph did not answer');
        throw unavailable();
      }
    },
    checks: () => transport.checks(),
    close: () => transport.close(),
  };
}

/** Neither data nor errors would leave a hole that nobody is told of. */
const isResult = (value: ExecutionResult | null | undefined): boolean =>
  (typeof value?.data === 'object' && value.data !== null && !Array.isArray(value.data)) ||
  (Array.isArray(value?.errors) && value.errors.length > 0);

/** The error for a part of the graph that gave no answer. */
export const unavailable = (): GraphQLError =>
  publicError('UPSTREAM_UNAVAILABLE', 'This part of the answer is not available right now. Try again.');
