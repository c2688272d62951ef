/** How often each kind of fault was done. */
export interface Tally {
  count(kind: string, times?: number): void;
  readonly counts: ReadonlyMap<string, number>;
  /** Processes that were ended by SIGKILL. */
  kills(): number;
}

/** Kinds that end a process say so by how they begin. */
export const KILL = 'kill: ';

/** Opens an empty tally. */
export function openTally(): Tally {
  const counts = new Map<string, number>();
  return {
    counts,
    count: (kind, times = 1) => void counts.set(kind, (counts.get(kind) ?? 0) + times),
    kills: () => [...counts].reduce((sum, [kind, times]) => sum + (kind.startsWith(KILL) ? times : 0), 0),
  };
}
