import type { Result } from '@app/kernel/result';
import type { Viewer } from '@app/kernel/viewer';
import { type Command, run, type Work } from '@app/kernel/work';
import type { Credentials } from './credentials/credentials.ts';
import type { Db, Tx } from './db.ts';
import { addressLoader } from './reads/address.loader.ts';
import { userLoader } from './reads/user.loader.ts';

/** A unit of work on this domain's database. */
export type UserWork = Work<Tx>;
/** One intention of one actor in this domain. */
export type UserCommand<Input, T, Code extends string> = Command<UserWork, Input, T, Code>;

/** What every resolver of this subgraph is given. Made once per request. */
export interface Context {
  readonly viewer: Viewer;
  readonly db: Db;
  readonly credentials: Credentials;
  readonly users: ReturnType<typeof userLoader>;
  readonly addresses: ReturnType<typeof addressLoader>;
  run<Input, T, Code extends string>(command: UserCommand<Input, T, Code>, input: Input): Promise<Result<T, Code>>;
}

/** The context of one request. */
export const contextFor = (credentials: Credentials, viewer: Viewer): Context => {
  const { db, clock } = credentials;
  return {
    viewer,
    db,
    credentials,
    users: userLoader(db, viewer),
    addresses: addressLoader(db),
    run: (command, input) => run({ db, viewer, clock }, command, input),
  };
};
