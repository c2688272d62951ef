import type { SqlTx, Work } from './work.ts';

/** A deadline that has passed. */
export interface Due {
  readonly kind: string;
  readonly subject: string;
  readonly dueAt: Date;
  readonly payload: Record<string, string | number | null>;
}

/** What happens when a deadline of this kind passes. */
export interface Timer<Tx extends SqlTx = SqlTx> {
  /** `orders.cancel-unpaid`; the kind under which commands schedule it. */
  readonly kind: string;
  /** Runs in one transaction that also removes the deadline: whatever it does, it does once. Throwing means: try again later. */
  handle(work: Work<Tx>, due: Due): Promise<unknown>;
}

/**
 * A deadline whose work cannot live in one transaction, because it talks to other services. It runs at least once:
 * a crash in the middle runs it again a minute later, so everything it does must be repeatable.
 */
export interface Job {
  readonly kind: string;
  /** Open transactions of your own as needed. The deadline goes away afterwards, unless this set it anew. Throwing means: try again later. */
  perform(due: Due): Promise<unknown>;
}

/** Declares a timer; `Tx` is the domain's Prisma transaction. */
export const timer = <Tx extends SqlTx>(definition: Timer<Tx>): Timer<Tx> => definition;
