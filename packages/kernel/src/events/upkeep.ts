import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { deadLetters, outboxWaiting } from '../metrics.ts';
import { streamOf } from './envelope.ts';

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

/**
 * Shortens a domain's stream to what some group has not acknowledged yet. By the oldest id still needed, never by
 * length: a stream cut by length loses events that nobody will ever miss in any figure.
 */
export async function trimStream(service: string, redis: Redis): Promise<void> {
  const stream = streamOf(service);
  if ((await redis.exists(stream)) === 0) return;
  const groups = (await redis.xinfo('GROUPS', stream)) as (string | number)[][];
  if (groups.length === 0) return;
  const needed: string[] = [];
  for (const group of groups) {
    const field = (name: string) => String(group[group.indexOf(name) + 1]);
    const [, firstPending] = (await redis.xpending(stream, field('name'))) as [number, string | null];
    needed.push(firstPending ?? field('last-delivered-id'));
  }
  await redis.xtrim(stream, 'MINID', '~', needed.reduce(older));
}

function older(a: string, b: string): string {
  const [aMs = 0, aSeq = 0] = a.split('-').map(Number);
  const [bMs = 0, bSeq = 0] = b.split('-').map(Number);
  return aMs < bMs || (aMs === bMs && aSeq < bSeq) ? a : b;
}
