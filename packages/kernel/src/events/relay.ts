import type { ChainableCommander, Redis } from 'ioredis';
import type { Pool } from 'pg';
import { failpoint } from '../failpoints.ts';
import type { Logger } from '../log.ts';
import { eventsRelayed } from '../metrics.ts';
import { PUBLIC_TOPIC, PUBLIC_VERSION_SECONDS, publicVersion, publicVersionKey } from '../public.ts';
import { liveChannel } from '../redis.ts';
import type { LiveKeys } from '../work.ts';
import { type OutboxRow, seal, streamOf } from './envelope.ts';
import type { EventMacs } from './macs.ts';
import { append, millisecondOf, type Standing } from './streams.ts';

/** What the relay works with. */
export interface RelayParts {
  readonly service: string;
  readonly pool: Pool;
  readonly redis: Redis;
  readonly macs: EventMacs;
  readonly log: Logger;
}

interface Relayed {
  readonly more: boolean;
  readonly standing: Standing;
}

/** Redis has lost something since it was last looked at: what is old has to be told first. */
export class LostMemory extends Error {
  override name = 'LostMemory';
}

const BATCH = 500;

/** So many batches without a pause, so that a busy domain can still be stopped. */
const BATCHES = 20;
const UNTOLD = `SELECT "position", "id", "channel", "type", "version", "subject", "payload", "occurredAt", "correlationId"
   FROM "OutboxEvent" WHERE "publishedAt" IS NULL`;

/**
 * Tells what the outbox holds: facts go to the domain's stream, live keys to their channel, in the order in which they
 * were written. Answers whether there may be more, and how the stream stands now. It asks for what is untold, never for what
 * comes after the last one told: a transaction that took its position early may commit late. A crash between telling and
 * marking tells again, which is why every consumer keeps an inbox. Throws LostMemory, and has told no fact, when the stream is
 * not what it was.
 */
export async function relayBatch({ service, pool, redis, macs }: RelayParts, since: Standing): Promise<Relayed> {
  let standing = since;
  let { rows } = await pool.query<OutboxRow>({
    // Named, so that each connection plans it once.
    name: 'outbox-untold',
    text: `${UNTOLD} ORDER BY "position" LIMIT ${BATCH}`,
  });
  for (let batch = 1; rows.length > 0; batch++) {
    if (failpoint) await failpoint('outbox.tell');
    const { told, now, failure } = await tell(redis, { service, standing, macs }, rows);
    standing = now;
    if (failpoint) await failpoint('outbox.told');
    rows = await mark(pool, told);
    if (failpoint) await failpoint('outbox.marked');
    count(service, told);
    if (failure) throw failure;
    if (batch === BATCHES) return { more: rows.length > 0, standing };
  }
  return { more: false, standing };
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

interface Telling {
  readonly told: ToldRow[];
  /** How the stream stands afterwards. */
  readonly now: Standing;
  readonly failure: Error | null;
}

/** Sends the rows in one round trip: all facts or none, then live keys up to the first one that did not get through. */
async function tell(
  redis: Redis,
  { service, standing, macs }: { service: string; standing: Standing; macs: EventMacs },
  rows: OutboxRow[],
): Promise<Telling> {
  const [facts, live] = [rows.filter(isFact), rows.filter((row) => !isFact(row))];
  const pipeline = redis.pipeline();
  if (facts.length > 0) {
    const entries = facts.map((row) => seal(row, macs));
    append(pipeline, { stream: streamOf(service), standing }, entries);
  }
  for (const row of live) sendLive(pipeline, service, row);
  const answers = (await pipeline.exec()) ?? [];
  const [error, ids] = facts.length > 0 ? (answers.shift() ?? UNANSWERED) : [null, []];
  const taken = Array.isArray(ids) ? ids.map(String) : [];
  const told = taken.flatMap((id, index) => {
    const row = facts[index];
    return row ? [{ row, streamMs: millisecondOf(id) }] : [];
  });
  const lost = taken.length < facts.length ? new LostMemory('Redis is not what it was') : null;
  const published = livePublished(live, answers);
  return {
    told: [...told, ...published.told],
    now: { ...standing, lastId: taken.at(-1) ?? standing.lastId },
    failure: error ?? lost ?? published.failure,
  };
}

const isFact = ({ channel }: OutboxRow): boolean => channel === 'event';

type Answers = [error: Error | null, answer: unknown][];

function livePublished(rows: OutboxRow[], answers: Answers): Pick<Telling, 'told' | 'failure'> {
  const told: ToldRow[] = [];
  for (const row of rows) {
    const own = Array.from({ length: commandsFor(row) }, () => answers.shift() ?? UNANSWERED);
    const failure = own.find(([error]) => error)?.[0];
    if (failure) return { told, failure };
    told.push({ row, streamMs: 0 });
  }
  return { told, failure: null };
}

const UNANSWERED: [Error | null, unknown] = [new Error('Redis did not answer'), null];

const isPublic = ({ subject }: OutboxRow): boolean => subject === PUBLIC_TOPIC;

/** How many commands `sendLive` sends for a row. */
const commandsFor = (row: OutboxRow): number => (isPublic(row) ? 3 : 1);

function sendLive(pipeline: ChainableCommander, service: string, row: OutboxRow): void {
  if (isPublic(row)) changePublic(pipeline, service, row);
  else pipeline.publish(liveChannel(row.subject), JSON.stringify(row.payload));
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
