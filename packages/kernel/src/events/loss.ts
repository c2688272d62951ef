import type { Pool } from 'pg';
import { newId } from '../ids.ts';
import { streamOf } from './envelope.ts';
import type { RelayParts } from './relay.ts';
import { confirmWhole, isWhole, lastIdOf, markOf, millisecondOf, type Standing, wholeMark } from './streams.ts';

/**
 * Redis may have lost everything and have taken new facts since: the newest id in its stream then looks right, though
 * facts that nobody has heard yet are gone. Where our mark is missing, everything is told again; inboxes skip what was
 * heard. Where it is there, the stream's newest id tells whether its end was lost. Answers with what whoever tells next
 * can rely on; null when somebody has asked for everything again meanwhile.
 */
export async function retellAfterLoss(parts: RelayParts): Promise<Standing | null> {
  const { service, pool, redis, log } = parts;
  const stream = streamOf(service);
  const mark = await redis.get(markOf(stream));
  if (isWhole(mark)) return { mark, lastId: await retellWhatRedisForgot(parts) };
  // A group that joins while we are at it takes this away, and everything is told once more.
  const telling = newId('tel');
  await redis.set(markOf(stream), telling);
  const events = await tellAgain(pool, 0);
  // Last: a crash before it tells again, one after it has told.
  const confirmed = await confirmWhole(redis, stream, telling);
  if (events) log.warn({ events }, 'Redis lost everything it had taken; facts are told again');
  return confirmed ? { mark: wholeMark(telling), lastId: await lastIdOf(redis, stream) } : null;
}

/**
 * Redis may have come back without its newest entries, or without any. Then the stream's last id is older than what we
 * know it took: everything from there on is told again. Answers with that last id.
 */
async function retellWhatRedisForgot({ service, pool, redis, log }: RelayParts): Promise<string> {
  const { rows } = await pool.query<{ ms: string | null }>(
    `SELECT "streamMs" AS ms FROM "OutboxEvent" WHERE "publishedAt" IS NOT NULL ORDER BY "publishedAt" DESC, "position" DESC LIMIT 1`,
  );
  const known = Number(rows[0]?.ms ?? 0);
  const lastId = await lastIdOf(redis, streamOf(service));
  const last = millisecondOf(lastId);
  if (known <= last) return lastId;
  const events = await tellAgain(pool, last);
  log.warn({ events }, 'Redis lost events that it had taken; they are told again');
  return lastId;
}

/** Has facts told again that Redis took at this millisecond or later. */
async function tellAgain(pool: Pool, sinceMs: number): Promise<number | null> {
  const { rowCount } = await pool.query(
    `UPDATE "OutboxEvent" SET "publishedAt" = NULL WHERE "channel" = 'event' AND "publishedAt" IS NOT NULL AND coalesce("streamMs", 0) >= $1`,
    [sinceMs],
  );
  return rowCount;
}
