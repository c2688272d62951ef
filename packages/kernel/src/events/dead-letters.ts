import type { EventOf, EventType } from '@app/schema/events';
import { eventCatalogue } from '@app/schema/events';
import type { Pool } from 'pg';
import type { SqlTx } from '../work.ts';
import type { AnyConsumer } from './consumer.ts';
import { type DeliveryParts, deliver } from './deliver.ts';

/** A reaction that failed for good, as an operator sees it. */
export interface DeadLetterRow {
  readonly id: string;
  readonly consumer: string;
  readonly eventId: string;
  readonly event: { type: string; subject: string; occurredAt: string; payload: unknown };
  readonly error: string;
  readonly attempts: number;
  readonly failedAt: Date;
  /** Set by an operator: the running service takes it up within seconds, and removes the letter when it worked. */
  readonly replayedAt: Date | null;
}

/** All letters of a domain, oldest first. */
export const listDeadLetters = async (pool: Pool): Promise<DeadLetterRow[]> =>
  (await pool.query<DeadLetterRow>('SELECT * FROM "DeadLetter" ORDER BY "failedAt"')).rows;

/** Asks the running service to try a letter again, or all of them. Answers how many. */
export async function requestReplay(pool: Pool, id: string | null): Promise<number> {
  const { rowCount } = await pool.query(
    'UPDATE "DeadLetter" SET "replayedAt" = now() WHERE $1::text IS NULL OR "id" = $1',
    [id],
  );
  return rowCount ?? 0;
}

/** Tries the letters again that an operator asked for; one that fails again stays, with its new reason. */
export async function replayRequested<Tx extends SqlTx>(
  parts: DeliveryParts<Tx> & { pool: Pool; consumers: readonly AnyConsumer<Tx>[] },
): Promise<void> {
  const { pool, consumers, log } = parts;
  const { rows } = await pool.query<DeadLetterRow>(
    'SELECT * FROM "DeadLetter" WHERE "replayedAt" IS NOT NULL ORDER BY "failedAt" LIMIT 100',
  );
  for (const letter of rows) {
    try {
      const consumer = consumers.find(({ name }) => name === letter.consumer);
      if (!consumer) throw new Error(`There is no consumer ${letter.consumer} any more.`);
      await deliver(parts, consumer, revive(letter));
      await pool.query('DELETE FROM "DeadLetter" WHERE "id" = $1', [letter.id]);
      log.info({ letter: letter.id, consumer: letter.consumer }, 'a dead letter was handled');
    } catch (error) {
      await pool.query(
        'UPDATE "DeadLetter" SET "replayedAt" = NULL, "attempts" = "attempts" + 1, "error" = $2 WHERE "id" = $1',
        [letter.id, String(error).slice(0, 4_000)],
      );
    }
  }
}

function revive({ event }: DeadLetterRow): EventOf {
  const { payload } = eventCatalogue[event.type as EventType];
  return {
    ...(event as unknown as EventOf),
    occurredAt: new Date(event.occurredAt),
    payload: payload.parse(event.payload) as never,
  };
}
