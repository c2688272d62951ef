import { type RelayParts, retellWhatRedisForgot } from './relay.ts';

/** A mark that only we leave in Redis, and that goes with everything else. */
const markOf = (service: string): string => `events:${service}:whole`;

/**
 * Redis may have lost everything and have taken new facts since: the newest id in its stream then looks right, though
 * facts that nobody has heard yet are gone. Where our mark is missing, everything is told again; inboxes skip what was
 * heard. Where it is there, the stream's newest id tells whether its end was lost.
 */
export async function retellAfterLoss(parts: RelayParts): Promise<void> {
  const { service, pool, redis, log } = parts;
  if ((await redis.exists(markOf(service))) === 1) return retellWhatRedisForgot(parts);
  const { rowCount } = await pool.query(
    `UPDATE "OutboxEvent" SET "publishedAt" = NULL WHERE "channel" = 'event' AND "publishedAt" IS NOT NULL`,
  );
  // Last: a crash before it tells again, one after it has told.
  await redis.set(markOf(service), '1');
  if (rowCount) log.warn({ events: rowCount }, 'Redis lost everything it had taken; facts are told again');
}
