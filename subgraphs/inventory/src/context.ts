import type { Logger } from '@app/kernel/log';
import type { Result } from '@app/kernel/result';
import type { Viewer } from '@app/kernel/viewer';
import { type Command, run, type Work } from '@app/kernel/work';
import type { Db, Tx } from './db.ts';
import type { HoldTerms } from './domain/hold.lifecycle.ts';
import { levelsLoader } from './reads/levels.loader.ts';
import { stockLoader } from './reads/stock.loader.ts';
import { stockLevels } from './reads/stock-levels.ts';

/** A unit of work on this domain's database. */
export type StockWork = Work<Tx>;
/** One intention of one actor in this domain. */
export type StockCommand<Input, T, Code extends string> = Command<StockWork, Input, T, Code>;

/** What lives longer than a request. */
export interface Parts {
  readonly db: Db;
  readonly terms: HoldTerms;
  readonly log: Logger;
  readonly clock?: () => Date;
}

/** What every resolver of this subgraph is given. Made once per request. */
export interface Context {
  readonly viewer: Viewer;
  readonly db: Db;
  readonly log: Logger;
  readonly terms: HoldTerms;
  readonly stock: ReturnType<typeof stockLoader>;
  readonly levels: ReturnType<typeof levelsLoader>;
  readonly stockLevels: ReturnType<typeof stockLevels>;
  run<Input, T, Code extends string>(command: StockCommand<Input, T, Code>, input: Input): Promise<Result<T, Code>>;
}

/** The context of one request. */
export const contextFor = ({ db, terms, log, clock = () => new Date() }: Parts, viewer: Viewer): Context => ({
  viewer,
  db,
  log,
  terms,
  stock: stockLoader(db),
  levels: levelsLoader(db),
  stockLevels: stockLevels(db),
  run: (command, input) => run({ db, viewer, clock }, command, input),
});
