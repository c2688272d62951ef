import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of /proc a second, on every Linux there is. */
const TICKS = 100;

/**
 * Processor time that a process and its children, also those that have ended, have taken so far, in milliseconds; NaN
 * where there is no /proc.
 */
export function processorMs(pid: number): number {
  try {
    const own = statOf(pid);
    return childrenOf(pid).reduce((sum, child) => sum + processorMs(child), own);
  } catch {
    return Number.NaN;
  }
}

function statOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // utime, stime, cutime, cstime: fields 14 to 17, counted from the pid.
  return (
    (fields
      .slice(11, 15)
      .map(Number)
      .reduce((sum, ticks) => sum + ticks, 0) *
      1_000) /
    TICKS
  );
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
