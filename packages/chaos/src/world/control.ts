import { closeSync, existsSync, openSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Chances of each interference at each failpoint that is passed. */
export interface FailpointRates {
  readonly delay: number;
  readonly fail: number;
  readonly kill: number;
}

/** Nothing happens at failpoints. */
export const CALM: FailpointRates = { delay: 0, fail: 0, kill: 0 };

/** What the processes under test are told while they run. */
export interface Control {
  readonly controlFile: string;
  readonly reportFile: string;
  /** Shifts the clock of one process by so many milliseconds from the true one. */
  clock(service: string, offsetMs: number): void;
  failpoints(rates: FailpointRates): void;
  /** All clocks true, no failpoint does anything. */
  calm(): void;
  /** How often each kind of interference happened, by kind. */
  reported(): ReadonlyMap<string, number>;
}

/** Opens the control of a run in its folder. */
export function openControl(folder: string): Control {
  const controlFile = path.join(folder, 'control.json');
  const reportFile = path.join(folder, 'failpoints.jsonl');
  let state = { clocks: {} as Record<string, number>, failpoints: CALM };
  const write = (next: typeof state): void => {
    state = next;
    writeFileSync(`${controlFile}.new`, JSON.stringify(state));
    renameSync(`${controlFile}.new`, controlFile);
  };
  write(state);
  const readOn = openTail(reportFile);
  const counts = new Map<string, number>();
  return {
    controlFile,
    reportFile,
    clock: (service, offsetMs) => write({ ...state, clocks: { ...state.clocks, [service]: offsetMs } }),
    failpoints: (failpoints) => write({ ...state, failpoints }),
    calm: () => write({ clocks: {}, failpoints: CALM }),
    reported() {
      for (const line of readOn()) {
        const { kind } = JSON.parse(line) as { kind: string };
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
      return counts;
    },
  };
}

/** Reads the whole lines that were added to a file since it was last asked. */
function openTail(file: string): () => string[] {
  let [from, rest] = [0, ''];
  return () => {
    const size = existsSync(file) ? statSync(file).size : 0;
    if (size === from) return [];
    const added = Buffer.alloc(size - from);
    const descriptor = openSync(file, 'r');
    try {
      from += readSync(descriptor, added, 0, added.length, from);
    } finally {
      closeSync(descriptor);
    }
    const lines = (rest + added.toString()).split('\n');
    rest = lines.pop() ?? '';
    return lines;
  };
}
