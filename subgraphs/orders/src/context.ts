import type { Logger } from '@app/kernel/log';
import type { Peers } from '@app/kernel/peers';
import type { Result } from '@app/kernel/result';
import type { Direct } from '@app/kernel/sql';
import type { Viewer } from '@app/kernel/viewer';
import { type Command, run, type Work } from '@app/kernel/work';
import type { Db, Tx } from './db.ts';
import { type Neighbours, neighboursOf } from './neighbours.ts';
import { openReads, type Reads } from './reads/index.ts';

export type OrderWork = Work<Tx>;
/** Work that needs nothing of Prisma, for what happens most. */
export type HotWork = Work;
export type HotCommand<Input, T, Code extends string> = Command<HotWork, Input, T, Code>;
export type OrderCommand<Input, T, Code extends string> = Command<OrderWork, Input, T, Code>;

/** What a flow needs that asks neighbours between its transactions. */
export interface Flow {
  readonly db: Db;
  readonly direct: Direct;
  readonly viewer: Viewer;
  readonly neighbours: Neighbours;
  readonly log: Logger;
}

/** What every resolver of this subgraph is given. Made once per request. */
export interface Context extends Flow {
  readonly reads: Reads;
  run<Input, T, Code extends string>(command: OrderCommand<Input, T, Code>, input: Input): Promise<Result<T, Code>>;
}

/** Opens what one request needs, on behalf of its viewer. */
export const contextFor = (
  { db, direct, peers, log }: { db: Db; direct: Direct; peers: Peers; log: Logger },
  viewer: Viewer,
): Context => ({
  db,
  direct,
  viewer,
  log,
  neighbours: neighboursOf(peers, viewer),
  reads: openReads(db, viewer),
  run: (command, input) => run({ db, viewer }, command, input),
});
