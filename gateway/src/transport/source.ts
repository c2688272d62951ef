import { publicError } from '@app/kernel/errors';
import type { Identity } from '@app/kernel/identity';
import type { Logger } from '@app/kernel/log';
import type { Viewer } from '@app/kernel/viewer';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { fetchSeconds } from '../metrics.ts';
import { type FaultKind, TransportFault } from './faults.ts';
import { subgraphFaults } from './metrics.ts';
import type { Patience } from './patience.ts';
import type { Transport } from './port.ts';
import type { Question } from './question.ts';

/** A time in which nothing of something changed but what moves all the time: an order after one of its steps. */
export interface Moment {
  readonly name: string;
  /** Fields that are asked for each time all the same: their names, by subgraph. */
  readonly moving: Readonly<Record<string, readonly string[]>>;
}

/** On whose behalf the gateway asks subgraphs, and until when anybody waits for the answer. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly correlationId: string;
  readonly signal: Patience;
  /** What was fetched in the same moment, at most two seconds ago, will do. */
  readonly moment?: Moment | undefined;
}

/** A subgraph as the executor sees it. */
export interface Source {
  readonly name: string;
  /**
   * Throws UPSTREAM_UNAVAILABLE, which says nothing about hosts, when there is no answer. The answer's objects and lists
   * belong to the caller, who may change them; values of scalar fields are only to be read.
   */
  ask(question: Question, context: RequestContext): Promise<ExecutionResult>;
  checks(): Promise<Record<string, boolean>>;
  close(): Promise<void>;
}

/** Signs every question for exactly this subgraph and this viewer, and turns faults into one kind of error. */
export function openSource(
  name: string,
  { transport, identity, log }: { transport: Transport; identity: Identity; log: Logger },
): Source {
  const seconds = {
    ok: fetchSeconds.labels(name, 'ok'),
    errors: fetchSeconds.labels(name, 'errors'),
    unavailable: fetchSeconds.labels(name, 'unavailable'),
  };

  function tell(error: unknown): void {
    const kind = error instanceof TransportFault ? error.kind : 'other';
    subgraphFaults.inc({ subgraph: name, kind });
    const level = EXPECTED.has(kind) ? 'debug' : 'warn';
    log[level]({ err: error, subgraph: name }, 'a subgraph did not answer');
  }

  return {
    name,
    async ask(question, { viewer, correlationId, signal, moment }) {
      const asked = performance.now();
      let outcome: keyof typeof seconds = 'unavailable';
      try {
        const token = identity.mint(name, viewer);
        const result = await transport.send({ question, token, correlationId, signal, moment: moment?.name });
        if (!isResult(result)) throw new TransportFault('unbelievable', 'answered something that is no GraphQL result');
        outcome = result.errors?.length ? 'errors' : 'ok';
        return result;
      } catch (error) {
        tell(error);
        throw unavailable();
      } finally {
        seconds[outcome].observe((performance.now() - asked) / 1_000);
      }
    },
    checks: () => transport.checks(),
    close: () => transport.close(),
  };
}

/** Told once where they begin (the breaker opens), not by everyone they meet: that would be thousands a second. */
const EXPECTED: ReadonlySet<FaultKind | 'other'> = new Set<FaultKind>(['resting', 'crowded']);

/** Neither data nor errors would leave a hole that nobody is told of. */
const isResult = (value: ExecutionResult | null | undefined): boolean =>
  (typeof value?.data === 'object' && value.data !== null && !Array.isArray(value.data)) ||
  (Array.isArray(value?.errors) && value.errors.length > 0);

/** The error for a part of the graph that gave no answer. */
export const unavailable = (): GraphQLError =>
  publicError('UPSTREAM_UNAVAILABLE', 'This part of the answer is not available right now. Try again.');
