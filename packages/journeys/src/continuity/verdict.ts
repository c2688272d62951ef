import type { Notes } from './follower.ts';

/** How what clients heard compares with what happened. All but `heard` and `moves` must be 0. */
export interface Verdict {
  /** Steps heard, over all clients. */
  readonly heard: number;
  /** Positions heard: some of many. */
  readonly moves: number;
  readonly missed: number;
  readonly repeated: number;
  readonly outOfOrder: number;
  /** Positions under another number than the step before. */
  readonly misplaced: number;
  /** Refusals that a client cannot come back from. */
  readonly refused: number;
  /** Clients that never heard anything. */
  readonly deaf: number;
}

/** Compares one client's notes with the number of its order's last step. */
export function verdictOf({ first, heard, refused, moves, misplaced }: Notes, last: number): Verdict {
  const start = first ?? 0;
  const seen = new Set<number>();
  let [repeated, outOfOrder, highest] = [0, 0, start];
  for (const sequence of heard) {
    if (seen.has(sequence) || sequence <= start) repeated += 1;
    else if (sequence < highest) outOfOrder += 1;
    seen.add(sequence);
    highest = Math.max(highest, sequence);
  }
  const expected = Array.from({ length: Math.max(0, last - start) }, (_, n) => start + n + 1);
  const missed = expected.filter((sequence) => !seen.has(sequence)).length;
  const deaf = first === undefined ? 1 : 0;
  return { heard: heard.length, moves, missed, repeated, outOfOrder, misplaced, refused: refused.length, deaf };
}

/** All clients' verdicts in one. */
export const sumOf = (verdicts: readonly Verdict[]): Verdict => {
  const sum = (of: keyof Verdict) => verdicts.reduce((all, each) => all + each[of], 0);
  return {
    heard: sum('heard'),
    moves: sum('moves'),
    missed: sum('missed'),
    repeated: sum('repeated'),
    outOfOrder: sum('outOfOrder'),
    misplaced: sum('misplaced'),
    refused: sum('refused'),
    deaf: sum('deaf'),
  };
};

/** Whether nothing was lost, doubled or disordered. */
export const isWhole = ({ missed, repeated, outOfOrder, misplaced, refused, deaf }: Verdict): boolean =>
  missed + repeated + outOfOrder + misplaced + refused + deaf === 0;
