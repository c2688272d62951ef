import type { EventInput, EventType } from '@app/schema/events';
import { eventCatalogue } from '@app/schema/events';
import type { Sql } from '@prisma/client/runtime/client';
import { flush, type SqlTx, tellingOf } from './events/outbox.ts';
import { failpoint } from './failpoints.ts';
import { isRace } from './faults.ts';
import { newId } from './ids.ts';
import { correlationId } from './log.ts';
import type { Result } from './result.ts';
import type { Viewer } from './viewer.ts';

export type { SqlTx };

/** A message for watchers: the keys of the entity that changed, which the gateway resolves for each of them. */
export interface LiveKeys {
  readonly __typename: string;
  readonly [key: string]: string | number;
}

/** Everything a command may touch: one transaction, one actor, one reading of the clock. */
export interface Work<Tx extends SqlTx = SqlTx> {
  readonly tx: Tx;
  readonly viewer: Viewer;
  readonly now: Date;
  /** Records a fact about `subject` in this transaction. The relay tells the other domains once it has committed. */
  emit<T extends EventType>(type: T, subject: string, payload: EventInput<T>): void;
  /** Wakes the watchers of a live topic (`order:ord_…`) once this transaction has committed. A hint: it may be lost with Redis. */
  announce(topic: string, keys: LiveKeys): void;
  /** Sets the deadline `kind` of `subject`, replacing an earlier one. A timer of that kind runs when it has passed. */
  schedule(kind: string, subject: string, dueAt: Date, payload?: Record<string, string | number | null>): void;
  /** Takes a deadline back. */
  unschedule(kind: string, subject: string): void;
  /**
   * All of the above so far, for a hot statement that writes it together with the state it is about:
   * `WITH ${work.telling()}, moved AS (…) …`. What is told afterwards gets a statement of its own at the end. `ifAny`: an
   * earlier expression of the statement; without a row in it nothing is told: `WITH moved AS (…), ${work.telling('moved')}`.
   */
  telling(ifAny?: string): Sql;
}

/** One intention of one actor. Refuses before its first write; throws for what should not happen. */
export type Command<W extends Work, Input, T, Code extends string> = (
  work: W,
  input: Input,
) => Promise<Result<T, Code>>;

/** What the kernel needs of a Prisma client. */
export interface Database<Tx extends SqlTx> {
  $transaction<R>(body: (tx: Tx) => Promise<R>, options?: { maxWait?: number; timeout?: number }): Promise<R>;
}

/** Another writer got there first. The whole unit of work is safe to run again. */
export class LostRace extends Error {
  override name = 'LostRace';
}

/** Carries a refusal out of the transaction so that Prisma rolls it back. Never leaves this file. */
class Refused extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super('refused');
    this.result = result;
  }
}

const ATTEMPTS = 5;
const TRANSACTION = { maxWait: 5_000, timeout: 10_000 };

/**
 * Runs a command in one transaction: its writes, its events and its deadlines commit together or not at all.
 * A refusal rolls back as well, so a command that says no has certainly changed nothing.
 */
export function run<Tx extends SqlTx, Input, T, Code extends string>(
  deps: { db: Database<Tx>; viewer: Viewer; clock?: () => Date },
  command: Command<Work<Tx>, Input, T, Code>,
  input: Input,
): Promise<Result<T, Code>> {
  return transact<Tx, Result<T, Code>>(deps, async (work) => {
    const result = await command(work, input);
    if (!result.ok) throw new Refused(result);
    return result;
  });
}

/** Runs `body` in one transaction with its own work, again when it lost a race. Commands come through `run`. */
export async function transact<Tx extends SqlTx, R>(
  { db, viewer, clock = () => new Date() }: { db: Database<Tx>; viewer: Viewer; clock?: () => Date },
  body: (work: Work<Tx>) => Promise<R>,
): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(db, async (tx) => {
        const { work, told } = openWork(tx, viewer, clock());
        const result = await body(work);
        await flush(tx, told);
        return result;
      });
    } catch (error) {
      if (error instanceof Refused) return error.result as R;
      if (attempt === ATTEMPTS || !(error instanceof LostRace || isRace(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
    }
  }
}

/** One transaction, with the places around it where a test of faults may interfere. */
async function attemptOnce<Tx extends SqlTx, R>(db: Database<Tx>, body: (tx: Tx) => Promise<R>): Promise<R> {
  if (!failpoint) return db.$transaction(body, TRANSACTION);
  await failpoint('transaction.begin');
  const answer = await db.$transaction(async (tx) => {
    const result = await body(tx);
    await failpoint?.('transaction.commit');
    return result;
  }, TRANSACTION);
  await failpoint('transaction.committed');
  return answer;
}

/** What a unit of work will tell others when it commits. */
export interface Told {
  readonly messages: {
    id: string;
    channel: 'event' | 'live';
    type: string;
    version: number;
    subject: string;
    payload: unknown;
    occurredAt: Date;
    correlationId: string | null;
  }[];
  readonly deadlines: { kind: string; subject: string; dueAt: Date; payload: object }[];
  readonly withdrawn: { kind: string; subject: string }[];
}

function openWork<Tx extends SqlTx>(tx: Tx, viewer: Viewer, now: Date): { work: Work<Tx>; told: Told } {
  const told: Told = { messages: [], deadlines: [], withdrawn: [] };
  const tell = (channel: 'event' | 'live', type: string, version: number, subject: string, payload: unknown) =>
    told.messages.push({
      id: newId('evt'),
      channel,
      type,
      version,
      subject,
      payload,
      occurredAt: now,
      correlationId: correlationId() ?? null,
    });
  const work: Work<Tx> = {
    tx,
    viewer,
    now,
    emit(type, subject, payload) {
      const { version, payload: shape } = eventCatalogue[type];
      // A payload that breaks its contract is a bug of this command: it must not commit.
      tell('event', type, version, subject, shape.parse(payload));
    },
    announce: (topic, keys) => void tell('live', topic, 1, topic, keys),
    schedule: (kind, subject, dueAt, payload = {}) => void told.deadlines.push({ kind, subject, dueAt, payload }),
    unschedule: (kind, subject) => void told.withdrawn.push({ kind, subject }),
    telling: (ifAny) => tellingOf(told, ifAny),
  };
  return { work, told };
}
