import type { ReadAll } from '@app/kernel/moments';
import type { Result } from '@app/kernel/result';
import type { Viewer } from '@app/kernel/viewer';
import { type Command, run, type Work } from '@app/kernel/work';
import type { Db, Tx } from './db.ts';
import type { Settings } from './env.ts';
import type { Kitchens } from './kitchens.ts';
import type { Positions } from './positions.ts';
import { courierLoaders } from './reads/courier.loader.ts';
import { deliveryLoaders } from './reads/delivery.loader.ts';
import { offerLoaders } from './reads/offer.loader.ts';
import { trailLoader } from './reads/trail.loader.ts';
import type { Trail } from './trail.ts';

export type DeliveryWork = Work<Tx>;
export type DeliveryCommand<Input, T, Code extends string> = Command<DeliveryWork, Input, T, Code>;

/** What finding a courier takes: the rules, and the fast memory of who is where. */
export interface Dispatch {
  readonly settings: Settings;
  readonly positions: Positions;
}

/** What an operation is given: everything that lives longer than one transaction. */
export interface Parts extends Dispatch {
  readonly db: Db;
  readonly viewer: Viewer;
  readonly clock: () => Date;
  readonly trail: Trail;
  readonly kitchens: Kitchens;
  /** Reads what was not read yet in the moment that is asked about. */
  readonly recalling: Recalling;
}

/** How rows are read that a courier's every move asks for; `kind` says of what, and whose where that matters. */
export type Recalling = <Row>(kind: string, read: ReadAll<Row>) => ReadAll<Row>;

/** An intention that is more than one transaction: it also keeps Redis in step, or keeps a trace of its own refusal. */
export type Operation<Input, T, Code extends string> = (parts: Parts, input: Input) => Promise<Result<T, Code>>;

/** What every resolver of this subgraph is given. Made once per request. */
export interface Context {
  readonly viewer: Viewer;
  readonly deliveries: ReturnType<typeof deliveryLoaders>;
  readonly couriers: ReturnType<typeof courierLoaders>;
  readonly offers: ReturnType<typeof offerLoaders>;
  readonly trails: ReturnType<typeof trailLoader>;
  run<Input, T, Code extends string>(command: DeliveryCommand<Input, T, Code>, input: Input): Promise<Result<T, Code>>;
  perform<Input, T, Code extends string>(operation: Operation<Input, T, Code>, input: Input): Promise<Result<T, Code>>;
}

/** The context of one request. */
export function contextFor(parts: Parts): Context {
  const { db, viewer, positions, recalling } = parts;
  return {
    viewer,
    deliveries: deliveryLoaders(db, viewer, recalling),
    couriers: courierLoaders({ db, viewer, positions, recalling }),
    offers: offerLoaders(db, viewer),
    trails: trailLoader(db, viewer),
    run: (command, input) => run(parts, command, input),
    perform: (operation, input) => operation(parts, input),
  };
}
