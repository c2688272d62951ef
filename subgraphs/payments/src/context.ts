import type { Logger } from '@app/kernel/log';
import type { Result } from '@app/kernel/result';
import type { Direct } from '@app/kernel/sql';
import type { Viewer } from '@app/kernel/viewer';
import { type Command, run, type Work } from '@app/kernel/work';
import type { Db, Tx } from './db.ts';
import type { Offer } from './domain/offer.ts';
import type { Vault } from './personal.ts';
import type { Providers } from './provider/registry.ts';
import { openReads, type Reads } from './reads/index.ts';

export type PaymentWork = Work<Tx>;
/** A command that needs nothing of Prisma, for what happens most. */
export type HotCommand<Input, T, Code extends string> = Command<Work, Input, T, Code>;
export type PaymentCommand<Input, T, Code extends string> = Command<PaymentWork, Input, T, Code>;

/** The settings that commands and flows go by. */
export interface Terms {
  readonly currency: string;
  readonly expireSeconds: number;
  readonly reconcileSeconds: number;
  /** Where online payments can go, the preferred one first. */
  readonly offered: readonly Offer[];
}

/** What a flow needs that asks the provider between its transactions. */
export interface Flow {
  readonly db: Db;
  readonly direct: Direct;
  readonly viewer: Viewer;
  readonly providers: Providers;
  readonly terms: Terms;
  readonly vault: Vault;
  readonly log: Logger;
  readonly clock: () => Date;
}

/** What every resolver of this subgraph is given. Made once per request. */
export interface Context extends Flow {
  readonly reads: Reads;
  run<Input, T, Code extends string>(command: PaymentCommand<Input, T, Code>, input: Input): Promise<Result<T, Code>>;
}

/** Opens what one request needs, on behalf of its viewer. */
export const contextFor = (parts: Omit<Flow, 'viewer'>, viewer: Viewer): Context => ({
  ...parts,
  viewer,
  reads: openReads(parts, viewer),
  run: (command, input) => run({ ...parts, viewer }, command, input),
});
