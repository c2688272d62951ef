import type { CompiledOperation } from '../compile/operation.ts';
import { sharedReads } from '../metrics.ts';
import { rightsOf } from '../run/rights.ts';
import type { Answer, Run } from '../run/run.ts';

/** Reads that are under way, for those who ask the very same at the very same moment. */
export interface Sharing {
  execute(operation: CompiledOperation, asked: Run): Promise<Answer>;
  /** Something changed: no read from now on joins one that began before. */
  changed(): void;
}

interface Reading {
  readonly answer: Promise<Answer>;
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
export function shareReads(run: (operation: CompiledOperation, asked: Run) => Promise<Answer>): Sharing {
  const readings = new Map<CompiledOperation, Map<string, Reading>>();
  let epoch = 0;

  async function write(operation: CompiledOperation, asked: Run): Promise<Answer> {
    try {
      return await run(operation, asked);
    } finally {
      epoch += 1;
    }
  }

  function read(operation: CompiledOperation, asked: Run): Promise<Answer> {
    const key = `${rightsOf(asked.context.viewer)}|${JSON.stringify(asked.variables)}`;
    const ofOperation = readings.get(operation) ?? new Map<string, Reading>();
    const known = ofOperation.get(key);
    if (known && known.epoch === epoch && performance.now() - known.begun < JOIN_WITHIN_MS) {
      sharedReads.inc();
      return known.answer;
    }
    const reading: Reading = { answer: run(operation, asked), epoch, begun: performance.now() };
    readings.set(operation, ofOperation.set(key, reading));
    const end = () => {
      if (ofOperation.get(key) !== reading) return;
      ofOperation.delete(key);
      if (ofOperation.size === 0) readings.delete(operation);
    };
    reading.answer.then(end, end);
    return reading.answer;
  }

  return {
    execute(operation, asked) {
      if (operation.kind === 'mutation') return write(operation, asked);
      // Parts that follow belong to one client.
      return operation.kind === 'query' && !operation.defers ? read(operation, asked) : run(operation, asked);
    },
    changed() {
      epoch += 1;
    },
  };
}
