import type { EventOf, EventPayload, EventType } from '@app/schema/events';
import type { Sql } from '@prisma/client/runtime/client';
import type { SqlTx, Work } from '../work.ts';

/** The inbox row as an expression that returns it, if it is new and the earlier expression `ifAny` has a row. */
export type Claim = (ifAny: string) => Sql;

/** One reaction to one kind of event (or a few that mean the same to it). */
export interface Consumer<T extends EventType = EventType, Tx extends SqlTx = SqlTx> {
  /** Its identity in the inbox, `orders.confirm-on-payment-captured`; never renamed. */
  readonly name: string;
  readonly on: T | readonly T[];
  /** Whether an event is any of its business, by its payload alone; one that is not costs no transaction. All, when left out. */
  when?(payload: EventPayload<T>): boolean;
  /**
   * The usual case in one statement, tried first, where there is one: it writes the inbox row itself (`claimed AS (${claim('hold')})`)
   * and everything else only if that was written. False: nothing was written, and `handle` decides.
   */
  atOnce?(work: Work, payload: EventPayload<T>, claim: Claim): Promise<boolean>;
  /** Runs in one transaction with its inbox row: whatever it does, it does once. Throwing means: try again later. */
  handle(work: Work<Tx>, payload: EventPayload<T>, event: EventOf<T>): Promise<unknown>;
}

/** Declares a consumer; `Tx` is the domain's Prisma transaction. */
export const consumer = <T extends EventType, Tx extends SqlTx>(definition: Consumer<T, Tx>): Consumer<T, Tx> =>
  definition;

/** Any consumer of a domain whose transactions are `Tx`, as a list of them holds it. */
// The payload type differs by consumer; the runtime hands each only the events it listens to.
export type AnyConsumer<Tx extends SqlTx = SqlTx> = Omit<Consumer<EventType, Tx>, 'handle' | 'when' | 'atOnce'> & {
  atOnce?(work: Work, payload: never, claim: Claim): Promise<boolean>;
  when?(payload: never): boolean;
  handle(work: Work<Tx>, payload: never, event: never): Promise<unknown>;
};
