import type { Report } from './report.ts';
import { type Range, runCases } from './run.ts';

/** What a process says before each case, and at the end: what came of it so far. */
export interface Told {
  /** The case that is about to run; undefined when all have. */
  readonly index: number | undefined;
  readonly report: Report;
}

const tell = (told: Told, then = () => {}) => process.send?.(told, then);

process.once('message', async (range: Omit<Range, 'onCase'>) => {
  const report = await runCases({ ...range, onCase: (index, soFar) => void tell({ index, report: soFar }) });
  // What is said last must be on its way before the channel is closed.
  tell({ index: undefined, report }, () => process.disconnect());
});
