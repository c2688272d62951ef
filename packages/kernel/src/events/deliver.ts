import type { EventOf } from '@app/schema/events';
import { raw, sqltag as sql } from '@prisma/client/runtime/client';
import { newId } from '../ids.ts';
import type { Logger } from '../log.ts';
import { withCorrelation } from '../log.ts';
import { eventsHandled } from '../metrics.ts';
import { alone } from '../sql.ts';
import { system } from '../viewer.ts';
import { type Database, type SqlTx, transact } from '../work.ts';
import type { AnyConsumer, Claim, Consumer } from './consumer.ts';

/** What delivering needs. */
export interface DeliveryParts<Tx extends SqlTx> {
  readonly service: string;
  readonly db: Database<Tx>;
  readonly direct?: SqlTx;
  readonly log: Logger;
}

/** Handles an event at most once: the inbox row and the handler's writes share a transaction. Skips what is none of its business. */
export async function deliver<Tx extends SqlTx>(
  { service, db, direct }: DeliveryParts<Tx>,
  consumer: AnyConsumer<Tx>,
  event: EventOf,
): Promise<'handled' | 'duplicate' | 'skipped'> {
  const { name, handle, when, atOnce } = consumer as Consumer<EventOf['type'], Tx>;
  if (when?.(event.payload) === false) return 'skipped';
  const viewer = system(service);
  return withCorrelation(event.correlationId ?? event.id, async () => {
    if (atOnce && direct) {
      const claim = claimOf(name, event.id);
      const done = await transact({ db: alone(direct), viewer }, (work) => atOnce(work, event.payload, claim));
      if (done) return 'handled';
    }
    return transact<Tx, 'handled' | 'duplicate'>({ db, viewer }, async (work) => {
      const claimed = await work.tx.$executeRaw`
        INSERT INTO "InboxEvent" ("consumer", "eventId") VALUES (${name}, ${event.id}) ON CONFLICT DO NOTHING`;
      if (claimed === 0) return 'duplicate';
      await handle(work, event.payload, event);
      return 'handled';
    });
  });
}

const claimOf =
  (consumer: string, eventId: string): Claim =>
  (ifAny) =>
    sql`
    INSERT INTO "InboxEvent" ("consumer", "eventId") SELECT ${consumer}, ${eventId} FROM ${raw(`"${ifAny}"`)}
    ON CONFLICT DO NOTHING RETURNING "eventId"`;

/** Pauses between tries, in milliseconds; after the last one the event becomes a dead letter (about two minutes). */
export const RETRY_PAUSES = [20, 50, 100, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000, 40_000];

/** Delivers with retries; what cannot be handled becomes a dead letter. Resolves once the event may be acknowledged. */
export async function deliverOrBury<Tx extends SqlTx>(
  parts: DeliveryParts<Tx>,
  consumer: AnyConsumer<Tx>,
  delivery: {
    event: EventOf;
    rest: (ms: number) => Promise<void>;
    stopping: () => boolean;
    pauses?: readonly number[];
  },
): Promise<void> {
  const { event, rest, stopping, pauses = RETRY_PAUSES } = delivery;
  const count = (outcome: string): undefined => {
    eventsHandled.labels(parts.service, consumer.name, outcome).inc();
  };
  for (let attempt = 1; ; attempt++) {
    const error = await deliver(parts, consumer, event).then(count, (reason: unknown) => ({ reason }));
    if (!error) return;
    count('failed');
    // Not acknowledged: whoever takes over reads it again.
    if (stopping()) throw error.reason;
    const pause = pauses[attempt - 1];
    const letter = { consumer: consumer.name, event, error: error.reason, attempts: attempt };
    if (pause === undefined && (await bury(parts, letter))) return;
    await rest((pause ?? 5_000) * (0.5 + Math.random()));
  }
}

/** Writes a dead letter; false when even that fails, and the event has to be tried on. */
async function bury<Tx extends SqlTx>(
  { db, service, log }: DeliveryParts<Tx>,
  letter: { consumer: string; event: unknown; error: unknown; attempts: number },
): Promise<boolean> {
  const event = letter.event as EventOf;
  const reason = letter.error instanceof Error ? (letter.error.stack ?? letter.error.message) : String(letter.error);
  const text = JSON.stringify(event, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  try {
    await transact<Tx, number>(
      { db, viewer: system(service) },
      async ({ tx }) =>
        tx.$executeRaw`
        INSERT INTO "DeadLetter" ("id", "consumer", "eventId", "event", "error", "attempts")
        VALUES (${newId('ded')}, ${letter.consumer}, ${event.id}, ${text}::jsonb, ${reason.slice(0, 4_000)}, ${letter.attempts})
        ON CONFLICT ("consumer", "eventId") DO UPDATE
        SET "error" = EXCLUDED."error", "attempts" = "DeadLetter"."attempts" + EXCLUDED."attempts", "failedAt" = now(), "replayedAt" = NULL`,
    );
  } catch (error) {
    log.error({ err: error, event: event.id }, 'could not write a dead letter; trying on');
    return false;
  }
  log.error(
    { err: letter.error, event: event.id, type: event.type, subject: event.subject, consumer: letter.consumer },
    `${letter.consumer} could not handle ${event.type} of ${event.subject}; it is a dead letter now: npm run dead-letters`,
  );
  return true;
}

/** Buries what is no event at all. */
export const buryPoison = <Tx extends SqlTx>(
  parts: DeliveryParts<Tx>,
  entry: { id: string; text: string; error: unknown },
) =>
  bury(parts, {
    consumer: `${parts.service}.unreadable`,
    event: { id: entry.id, type: 'unreadable', subject: '', text: entry.text },
    error: entry.error,
    attempts: 1,
  });
