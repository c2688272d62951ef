import type { Logger } from '@app/kernel/log';
import type { Result } from '@app/kernel/result';
import type { Direct } from '@app/kernel/sql';
import type { Viewer } from '@app/kernel/viewer';
import { type Command, run, type Work } from '@app/kernel/work';
import type { Db, Tx } from './db.ts';
import type { HoldTerms } from './domain/hold.lifecycle.ts';
import { levelsLoader } from './reads/levels.loader.ts';
import { stockLoader } from './reads/stock.loader.ts';
import { stockLevels } from './reads/stock-levels.ts';

/** A unit of work on this domain's database. */
export type StockWork = Work<Tx>;
/** One that needs nothing of Prisma, for what happens most. */
export type HotCommand<Input, T, Code extends string> = Command<Work, Input, T, Code>;
/** One intention of one actor in this domain. */
export type StockCommand<Input, T, Code extends string> = Command<StockWork, Input, T, Code>;

/** What lives longer than a request. */
export interface Parts {
  readonly db: Db;
  readonly direct: Direct;
  readonly terms: HoldTerms;
  readonly log: Logger;
  readonly clock?: () => Date;
}

/** What every resolver of this subgraph is given. Made once per request. */
export interface Context {
  readonly viewer: Viewer;
  readonly db: Db;
  readonly direct: Direct;
  readonly clock: () => Date;
  readonly log: Logger;
  readonly terms: HoldTerms;
  readonly stock: ReturnType<typeof stockLoader>;
  readonly levels: ReturnType<typeof levelsLoader>;
  readonly stockLevels: ReturnType<typeof stockLevels>;
  run<Input, T, Code extends string>(command: StockCommand<Input, T, Code>, input: Input): Promise<Result<T, Code>>;
}

/** The context of one request. */
export const contextFor = ({ db, direct, terms, log, clock = () => new Date() }: Parts, viewer: Viewer): Context => ({
  viewer,
  db,
  direct,
  clock,
  log,
  terms,
  stock: stockLoader(db),
  levels: levelsLoader(db),
  stockLevels: stockLevels(direct),
  run: (command, input) => run({ db, viewer, clock }, command, input),
});
