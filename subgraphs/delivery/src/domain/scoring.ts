/** What is known of a courier who could be asked. */
export interface Candidate {
  readonly id: string;
  readonly meters: number;
  /** Jobs in hand and offers not answered. */
  readonly load: number;
  /** Since their last position report. */
  readonly silentSeconds: number;
}

/** A score from 0 to 1 and what it is made of, kept with the offer so that a choice can be explained. */
export interface Score {
  readonly score: number;
  readonly components: {
    readonly proximity: number;
    readonly idleness: number;
    readonly freshness: number;
    readonly meters: number;
    readonly load: number;
    readonly silentSeconds: number;
  };
}

const WEIGHTS = { proximity: 0.7, idleness: 0.2, freshness: 0.1 };
/** At this distance proximity is a half. */
const HALF_METERS = 3_000;
/** After this silence freshness is nothing. */
const SILENT_SECONDS = 600;

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

/** How well a courier with room for `capacity` jobs suits a pickup: near, with free hands, and heard of lately. */
export function scoreOf({ meters, load, silentSeconds }: Candidate, capacity: number): Score {
  const proximity = HALF_METERS / (HALF_METERS + meters);
  const idleness = Math.max(0, 1 - load / capacity);
  const freshness = Math.max(0, 1 - silentSeconds / SILENT_SECONDS);
  const score = WEIGHTS.proximity * proximity + WEIGHTS.idleness * idleness + WEIGHTS.freshness * freshness;
  return {
    score: rounded(score),
    components: {
      proximity: rounded(proximity),
      idleness: rounded(idleness),
      freshness: rounded(freshness),
      meters: Math.round(meters),
      load,
      silentSeconds: Math.round(silentSeconds),
    },
  };
}

/** A candidate with their score. */
export type Ranked<C extends Candidate> = C & Score;

/** The candidates, best first; of equals the one whose id is older. */
export const rank = <C extends Candidate>(candidates: readonly C[], capacity: number): Ranked<C>[] =>
  candidates
    .map((candidate) => ({ ...candidate, ...scoreOf(candidate, capacity) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
