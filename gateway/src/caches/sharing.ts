import type { Viewer } from '@app/kernel/viewer';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { sharedReads } from '../metrics.ts';
import type { Execution } from '../execution/federation.ts';

/** Reads that are under way, for those who ask the very same at the very same moment. */
export interface Sharing {
  execute(execution: Execution): Promise<ExecutionResult>;
  /** Something changed: no read from now on joins one that began before. */
  changed(): void;
}

interface Reading {
  readonly answer: Promise<ExecutionResult>;
  readonly epoch: number;
  readonly begun: number;
}

/**
 * How old a reading may be that another one joins. Changes that another gateway process answered are not known here;
 * within this time a client cannot have heard of one there and come here to look.
 */
const JOIN_WITHIN_MS = 25;

/**
 * Runs equal reads of one viewer that meet in flight once. A read that begins after a mutation's answer or after a live
 * event never joins one that began before it. Answers are shared, not kept: nothing is remembered after the answer.
 */
export function shareReads(run: (execution: Execution) => Promise<ExecutionResult>): Sharing {
  const readings = new Map<string, Reading>();
  const numbers = new WeakMap<DocumentNode, number>();
  let documents = 0;
  let epoch = 0;

  function keyOf({ document, operationName, variables, context }: Execution): string {
    let number = numbers.get(document);
    if (number === undefined) {
      documents += 1;
      number = documents;
      numbers.set(document, number);
    }
    return `${number}|${operationName ?? ''}|${rightsOf(context.viewer)}|${JSON.stringify(variables)}`;
  }

  async function write(execution: Execution): Promise<ExecutionResult> {
    try {
      return await run(execution);
    } finally {
      epoch += 1;
    }
  }

  function read(execution: Execution): Promise<ExecutionResult> {
    const key = keyOf(execution);
    const known = readings.get(key);
    if (known && known.epoch === epoch && performance.now() - known.begun < JOIN_WITHIN_MS) {
      sharedReads.inc();
      return known.answer;
    }
    const reading: Reading = { answer: run(execution), epoch, begun: performance.now() };
    readings.set(key, reading);
    const end = () => {
      if (readings.get(key) === reading) readings.delete(key);
    };
    reading.answer.then(end, end);
    return reading.answer;
  }

  return {
    execute(execution) {
      if (execution.plan || execution.extraSources) return run(execution);
      return isRead(execution) ? read(execution) : write(execution);
    },
    changed() {
      epoch += 1;
    },
  };
}

/** Everything that decides what a viewer may see. */
const rightsOf = ({ kind, id, sessionId, roles, businessIds }: Viewer): string =>
  kind === 'anonymous' ? '' : `${kind}:${id}:${sessionId}:${roles.join()}:${businessIds.join()}`;

const isRead = ({ document, operationName }: Execution): boolean =>
  document.definitions.every(
    (definition) =>
      definition.kind !== 'OperationDefinition' ||
      definition.operation === 'query' ||
      (operationName ? definition.name?.value !== operationName : false),
  );
