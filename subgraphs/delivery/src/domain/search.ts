const RADII = [2_000, 5_000, 10_000, 20_000] as const;

/** The farthest that anybody is asked from. */
export const WIDEST_METERS = 20_000;

/** How far round `round` (from 0) looks. */
export const radiusOf = (round: number): number => RADII[round] ?? WIDEST_METERS;

/** What a courier answered to a job they were asked about. */
export interface Asked {
  readonly courierId: string;
  readonly round: number;
  readonly state: string;
}

/**
 * Whom a round asks, in order: nobody twice in the same round, and those who have declined the job only
 * when there is nobody else.
 */
export function askable<C extends { readonly id: string }>(
  ranked: readonly C[],
  asked: readonly Asked[],
  round: number,
): C[] {
  const thisRound = new Set(asked.filter((offer) => offer.round === round).map((offer) => offer.courierId));
  const declined = new Set(asked.filter((offer) => offer.state === 'DECLINED').map((offer) => offer.courierId));
  const open = ranked.filter(({ id }) => !thisRound.has(id));
  const willing = open.filter(({ id }) => !declined.has(id));
  return willing.length > 0 ? willing : open;
}

/** Whether the back office has to be told that nobody takes a job. */
export const isOverdue = (
  job: { readonly searchRound: number; readonly createdAt: Date },
  now: Date,
  rules: { readonly escalateRounds: number; readonly escalateSeconds: number },
): boolean =>
  job.searchRound >= rules.escalateRounds || now.getTime() - job.createdAt.getTime() >= rules.escalateSeconds * 1000;

/** When the search goes on after a round that found nobody: soon, and slowly once the back office knows. */
export const restMs = (
  escalated: boolean,
  rules: { readonly searchSeconds: number; readonly slowSearchSeconds: number },
): number => (escalated ? rules.slowSearchSeconds : rules.searchSeconds) * 1000;
