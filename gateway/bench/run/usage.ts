import { readdirSync, readFileSync } from 'node:fs';

/** What processes have used. */
export interface Usage {
  /** User and system time so far. */
  readonly cpuSeconds: number;
  /** Resident memory now, megabytes. */
  readonly megabytes: number;
}

/** Linux counts time in these; it has been 100 a second on every architecture Node runs on. */
const TICKS_PER_SECOND = 100;

/** What a process and all its descendants have used. */
export function usageOf(pid: number): Usage {
  const usages = treeOf(pid).map(usageOfOne);
  return {
    cpuSeconds: usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    megabytes: usages.reduce((sum, { megabytes }) => sum + megabytes, 0),
  };
}

function treeOf(root: number): number[] {
  const parents = new Map(
    readdirSync('/proc').flatMap((name) => {
      const parent = /^\d+$/.test(name) ? fieldsOf(name)[1] : undefined;
      return parent === undefined ? [] : [[Number(name), Number(parent)] as const];
    }),
  );
  const tree = [root];
  for (const parent of tree) for (const [pid, of] of parents) if (of === parent) tree.push(pid);
  return tree;
}

/** `/proc/<pid>/stat` after the name, which may hold spaces: state, parent, …; empty when the process is gone. */
function fieldsOf(pid: number | string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function usageOfOne(pid: number): Usage {
  const fields = fieldsOf(pid);
  const [userTime, systemTime] = [fields[11], fields[12]].map((ticks) => Number(ticks ?? 0));
  return { cpuSeconds: ((userTime ?? 0) + (systemTime ?? 0)) / TICKS_PER_SECOND, megabytes: residentOf(pid) };
}

function residentOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1_024;
  } catch {
    return 0;
  }
}
