import type { ChainableCommander, Redis } from 'ioredis';
import type { Pool } from 'pg';
import { failpoint } from '../failpoints.ts';
import type { Logger } from '../log.ts';
import { eventsRelayed } from '../metrics.ts';
import { PUBLIC_TOPIC, PUBLIC_VERSION_SECONDS, publicVersion, publicVersionKey } from '../public.ts';
import { liveChannel } from '../redis.ts';
import type { LiveKeys } from '../work.ts';
import { type OutboxRow, seal, streamOf } from './envelope.ts';

/** What the relay works with. */
export interface RelayParts {
  readonly service: string;
  readonly pool: Pool;
  readonly redis: Redis;
  readonly log: Logger;
}

const BATCH = 500;

/** So many batches without a pause, so that a busy domain can still be stopped. */
const BATCHES = 20;
const UNTOLD = `SELECT "position", "id", "channel", "type", "version", "subject", "payload", "occurredAt", "correlationId"
   FROM "OutboxEvent" WHERE "publishedAt" IS NULL`;

/**
 * Tells what the outbox holds: facts go to the domain's stream, live keys to their channel, in the order in which they
 * were written. Answers whether there may be more. It asks for what is untold, never for what comes after the last one
 * told: a transaction that took its position early may commit late. A crash between telling and marking tells again,
 * which is why every consumer keeps an inbox.
 */
export async function relayBatch({ service, pool, redis }: RelayParts): Promise<boolean> {
  let { rows } = await pool.query<OutboxRow>({
    // Named, so that each connection plans it once.
    name: 'outbox-untold',
    text: `${UNTOLD} ORDER BY "position" LIMIT ${BATCH}`,
  });
  for (let batch = 1; rows.length > 0; batch++) {
    if (failpoint) await failpoint('outbox.tell');
    const { told, failure } = await tell(redis, service, rows);
    if (failpoint) await failpoint('outbox.told');
    rows = await mark(pool, told);
    if (failpoint) await failpoint('outbox.marked');
    count(service, told);
    if (failure) throw failure;
    if (batch === BATCHES) return rows.length > 0;
  }
  return false;
}

function count(service: string, told: readonly ToldRow[]): void {
  for (const channel of ['event', 'live'] as const) {
    const rows = told.filter(({ row }) => row.channel === channel).length;
    if (rows > 0) eventsRelayed.labels(service, channel).inc(rows);
  }
}

interface ToldRow {
  readonly row: OutboxRow;
  /** When Redis says it took it, in milliseconds: the first half of a stream id. */
  readonly streamMs: number;
}

/** Sends the rows in one round trip; stops counting at the first one that did not get through, so that order is kept. */
async function tell(
  redis: Redis,
  service: string,
  rows: OutboxRow[],
): Promise<{ told: ToldRow[]; failure: Error | null }> {
  const pipeline = redis.pipeline();
  for (const row of rows) send(pipeline, service, row);
  const answers = (await pipeline.exec()) ?? [];
  const told: ToldRow[] = [];
  let next = 0;
  for (const row of rows) {
    const sent = commandsFor(row);
    const own = Array.from({ length: sent }, (_, index) => answers[next + index] ?? UNANSWERED);
    next += sent;
    const failure = own.find(([error]) => error)?.[0];
    if (failure) return { told, failure };
    const [, answer] = own[0] ?? UNANSWERED;
    told.push({ row, streamMs: row.channel === 'event' ? Number(String(answer).split('-')[0]) : 0 });
  }
  return { told, failure: null };
}

const UNANSWERED: [Error | null, unknown] = [new Error('Redis did not answer'), null];

const isPublic = ({ channel, subject }: OutboxRow): boolean => channel === 'live' && subject === PUBLIC_TOPIC;

/** How many commands `send` sends for a row. */
const commandsFor = (row: OutboxRow): number => (isPublic(row) ? 3 : 1);

function send(pipeline: ChainableCommander, service: string, row: OutboxRow): void {
  if (isPublic(row)) changePublic(pipeline, service, row);
  else if (row.channel === 'live') pipeline.publish(liveChannel(row.subject), JSON.stringify(row.payload));
  else pipeline.xadd(streamOf(service), '*', 'e', seal(row));
}

/** New versions first, then the news: whoever has heard it finds nothing that was kept under the old ones. */
function changePublic(pipeline: ChainableCommander, service: string, { id, payload }: OutboxRow): void {
  const keys = payload as LiveKeys;
  const version = publicVersion(Date.now(), id);
  for (const key of [publicVersionKey(service, keys.__typename), publicVersionKey(service, keys.__typename, keys.id)])
    pipeline.set(key, version, 'EX', PUBLIC_VERSION_SECONDS);
  pipeline.publish(liveChannel(PUBLIC_TOPIC), JSON.stringify({ ...keys, subgraph: service }));
}

/**
 * Facts stay for a week, should Redis forget them; live keys were only a hint and go. Answers with what else is untold: in
 * the same statement, whose view of the table is from before the marks, so those just told are left out by their positions.
 */
async function mark(pool: Pool, told: ToldRow[]): Promise<OutboxRow[]> {
  const events = told.filter(({ row }) => row.channel === 'event');
  const live = told.filter(({ row }) => row.channel === 'live');
  const { rows } = await pool.query<OutboxRow>({
    name: 'outbox-mark',
    text: `WITH marked AS (
       UPDATE "OutboxEvent" SET "publishedAt" = now(), "streamMs" = told.ms
       FROM unnest($1::bigint[], $2::bigint[]) AS told(position, ms) WHERE "OutboxEvent"."position" = told.position),
     gone AS (DELETE FROM "OutboxEvent" WHERE "position" = ANY($3::bigint[]))
     ${UNTOLD} AND "position" <> ALL($1::bigint[]) AND "position" <> ALL($3::bigint[])
     ORDER BY "position" LIMIT ${BATCH}`,
    values: [
      events.map(({ row }) => row.position),
      events.map(({ streamMs }) => streamMs),
      live.map(({ row }) => row.position),
    ],
  });
  return rows;
}

/**
 * Redis may have come back without its newest entries, or without any. Then the stream's last id is older than what we
 * know it took: everything from there on is told again.
 */
export async function retellWhatRedisForgot({ service, pool, redis, log }: RelayParts): Promise<void> {
  const { rows } = await pool.query<{ ms: string | null }>(
    `SELECT "streamMs" AS ms FROM "OutboxEvent" WHERE "publishedAt" IS NOT NULL ORDER BY "publishedAt" DESC, "position" DESC LIMIT 1`,
  );
  const known = Number(rows[0]?.ms ?? 0);
  const last = await lastTold(redis, streamOf(service));
  if (known <= last) return;
  const { rowCount } = await pool.query(
    `UPDATE "OutboxEvent" SET "publishedAt" = NULL WHERE "channel" = 'event' AND "publishedAt" IS NOT NULL AND "streamMs" >= $1`,
    [last],
  );
  log.warn({ events: rowCount }, 'Redis lost events that it had taken; they are told again');
}

/** The millisecond of the newest entry a stream ever took; 0 for a stream that Redis does not know. */
async function lastTold(redis: Redis, stream: string): Promise<number> {
  if ((await redis.exists(stream)) === 0) return 0;
  const facts = (await redis.xinfo('STREAM', stream)) as (string | number)[];
  const id = facts[facts.indexOf('last-generated-id') + 1];
  return Number(String(id).split('-')[0]);
}
