import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { emptyReport, joined, type Report } from './report.ts';
import { CASES_A_WORLD, type Range } from './run.ts';
import type { Told } from './shard.ts';

/** A case that takes longer will never end: planners that are given up on have fifteen seconds, each of two. */
const SILENCE_MS = 120_000;
const PROGRAM = fileURLToPath(new URL('./shard.ts', import.meta.url));

/** Cases, and over how many processes to spread them. */
export interface Spread extends Omit<Range, 'onCase'> {
  readonly processes: number;
  onProgress(report: Report): void;
}

/** Runs cases in processes of their own, because a planner can end the one it runs in: that is a difference like others. */
export async function runSpread({ processes, onProgress, ...range }: Spread): Promise<Report> {
  const reports = new Map<number, Report>();
  const tell = (shard: number) => (report: Report) => {
    reports.set(shard, report);
    onProgress(joined([...reports.values()]));
  };
  const ranges = rangesOf(range, processes);
  return joined(await Promise.all(ranges.map((each, shard) => runShard(each, tell(shard)))));
}

/** Whole supergraphs each. */
function rangesOf<R extends Pick<Range, 'from' | 'cases'>>(range: R, many: number): R[] {
  const size = Math.ceil(range.cases / many / CASES_A_WORLD) * CASES_A_WORLD;
  const end = range.from + range.cases;
  return Array.from({ length: many }, (_, shard) => range.from + shard * size)
    .filter((from) => from < end)
    .map((from) => ({ ...range, from, cases: Math.min(size, end - from) }));
}

/** Goes on behind a case that ended the process. */
async function runShard(range: Omit<Range, 'onCase'>, tell: (report: Report) => void): Promise<Report> {
  let before = emptyReport();
  let { from } = range;
  const end = range.from + range.cases;
  while (from < end && before.differences.length < range.most) {
    const { index, report } = await runOnce({ ...range, from, cases: end - from }, (soFar) =>
      tell(joined([before, soFar])),
    );
    before = joined([before, report]);
    if (index === undefined) break;
    before.cases++;
    before.differences.push({
      case: index,
      contender: 'any',
      why: 'it ended the process, or never came to an end',
      text: '',
    });
    from = index + 1;
  }
  return before;
}

/** What the process said last. */
function runOnce(range: Omit<Range, 'onCase'>, tell: (report: Report) => void): Promise<Told> {
  const child = fork(PROGRAM, { execArgv: ['--import', 'tsx'] });
  let last: Told = { index: range.from, report: emptyReport() };
  const silent = () => child.kill('SIGKILL');
  let patience = setTimeout(silent, SILENCE_MS);
  child.on('message', (told: Told) => {
    clearTimeout(patience);
    patience = setTimeout(silent, SILENCE_MS);
    last = told;
    tell(told.report);
  });
  child.send(range);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // A process can have ended before everything that it said was read.
    child.once('close', () => {
      clearTimeout(patience);
      resolve(last);
    });
  });
}
