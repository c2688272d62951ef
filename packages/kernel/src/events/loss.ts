import { newId } from '../ids.ts';
import { streamOf } from './envelope.ts';
import { type RelayParts, retellWhatRedisForgot } from './relay.ts';
import { confirmWhole, markOf, WHOLE } from './streams.ts';

/**
 * Redis may have lost everything and have taken new facts since: the newest id in its stream then looks right, though
 * facts that nobody has heard yet are gone. Where our mark is missing, everything is told again; inboxes skip what was
 * heard. Where it is there, the stream's newest id tells whether its end was lost.
 */
export async function retellAfterLoss(parts: RelayParts): Promise<void> {
  const { service, pool, redis, log } = parts;
  const mark = markOf(streamOf(service));
  if ((await redis.get(mark)) === WHOLE) return retellWhatRedisForgot(parts);
  // A group that joins while we are at it takes this away, and everything is told once more.
  const telling = newId('tel');
  await redis.set(mark, telling);
  const { rowCount } = await pool.query(
    `UPDATE "OutboxEvent" SET "publishedAt" = NULL WHERE "channel" = 'event' AND "publishedAt" IS NOT NULL`,
  );
  // Last: a crash before it tells again, one after it has told.
  await confirmWhole(redis, streamOf(service), telling);
  if (rowCount) log.warn({ events: rowCount }, 'Redis lost everything it had taken; facts are told again');
}
