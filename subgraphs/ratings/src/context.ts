import type { Result } from '@app/kernel/result';
import type { Viewer } from '@app/kernel/viewer';
import { type Command, run, type Work } from '@app/kernel/work';
import type { Db, Tx } from './db.ts';
import type { Settings } from './env.ts';
import { ratingLoader } from './reads/rating.loader.ts';
import { summaryLoader } from './reads/summary.loader.ts';

/** A unit of work on this domain's database. */
export type RatingWork = Work<Tx>;
/** One intention of one actor in this domain. */
export type RatingCommand<Input, T, Code extends string> = Command<RatingWork, Input, T, Code>;

/** What lives longer than a request. */
export interface Parts {
  readonly db: Db;
  readonly settings: Settings;
  readonly clock?: () => Date;
}

/** What every resolver of this subgraph is given. Made once per request. */
export interface Context {
  readonly db: Db;
  readonly viewer: Viewer;
  readonly settings: Settings;
  readonly ratings: ReturnType<typeof ratingLoader>;
  readonly summaries: Record<'BUSINESS' | 'COURIER', ReturnType<typeof summaryLoader>>;
  run<Input, T, Code extends string>(command: RatingCommand<Input, T, Code>, input: Input): Promise<Result<T, Code>>;
}

/** The context of one request. */
export const contextFor = ({ db, settings, clock = () => new Date() }: Parts, viewer: Viewer): Context => ({
  db,
  viewer,
  settings,
  ratings: ratingLoader(db, viewer),
  summaries: { BUSINESS: summaryLoader(db, 'BUSINESS'), COURIER: summaryLoader(db, 'COURIER') },
  run: (command, input) => run({ db, viewer, clock }, command, input),
});
