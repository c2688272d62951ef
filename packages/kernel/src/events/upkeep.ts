import type { Pool } from 'pg';
import { deadLetters, outboxWaiting } from '../metrics.ts';

/** Told facts stay this long, in case Redis forgets; inbox rows must outlive them, or a retold fact would act twice. */
const OUTBOX_DAYS = 7;
const INBOX_DAYS = 14;

/** Removes what nobody can need any more. */
export async function forgetOldRows(pool: Pool): Promise<void> {
  await pool.query(`DELETE FROM "OutboxEvent" WHERE "publishedAt" < now() - make_interval(days => $1)`, [OUTBOX_DAYS]);
  await pool.query(`DELETE FROM "InboxEvent" WHERE "handledAt" < now() - make_interval(days => $1)`, [INBOX_DAYS]);
}

/** Publishes how far behind this domain is. */
export async function countBacklog(service: string, pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ waiting: string; letters: string }>(
    `SELECT (SELECT count(*) FROM "OutboxEvent" WHERE "publishedAt" IS NULL) AS waiting, (SELECT count(*) FROM "DeadLetter") AS letters`,
  );
  outboxWaiting.labels(service).set(Number(rows[0]?.waiting ?? 0));
  deadLetters.labels(service).set(Number(rows[0]?.letters ?? 0));
}

/** Says nothing about the backlog any more: whoever leads next does. */
export function forgetBacklog(service: string): void {
  outboxWaiting.remove(service);
  deadLetters.remove(service);
}
