import type { EventType } from '@app/schema/events';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { POOL_SIZE } from '../db.ts';
import { failpoint } from '../failpoints.ts';
import { blockingRedis } from '../redis.ts';
import type { SqlTx } from '../work.ts';
import type { AnyConsumer } from './consumer.ts';
import { buryPoison, type DeliveryParts, deliverOrBury } from './deliver.ts';
import { open, type Sent, streamOfType } from './envelope.ts';
import { type Entry, type Heard, sift } from './known.ts';
import { openLanes } from './lanes.ts';
import { loop } from './loop.ts';
import type { EventMacs } from './macs.ts';
import { join } from './streams.ts';

/** What hearing needs. */
export interface ReaderParts<Tx extends SqlTx> extends DeliveryParts<Tx> {
  readonly pool: Pool;
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly macs: EventMacs;
  readonly consumers: readonly AnyConsumer<Tx>[];
}

const BLOCK_MS = 2_000;
const BATCH = 200;
const HEARD_AGAIN_AFTER_MS = 1_000;
/** Reactions side by side; leaves connections of the pool to requests. */
const lanesFor = (connections = POOL_SIZE): number => Math.max(1, Math.floor(connections * 0.6));
/** Above this many unfinished events nothing more is read. */
const MAX_PENDING = 1_000;

type Batch = [stream: string, entries: Entry[]][] | null;

/**
 * Hears what other domains tell, as one consumer group per domain. Entries that were read but not acknowledged before
 * a crash stay pending under the group's one name, so the first thing a reader does is to read those again.
 */
export function startReader<Tx extends SqlTx>(parts: ReaderParts<Tx>): { stop(): Promise<void> } {
  const { service, redis, redisUrl, consumers, log } = parts;
  const byType = reactions(consumers);
  const streams = [...new Set([...byType.keys()].map(streamOfType))];
  if (streams.length === 0) return { stop: async () => {} };

  const lanes = openLanes(lanesFor(parts.pool.options.max));
  const blocking = blockingRedis(redisUrl, log, BLOCK_MS);
  let stopping = false;
  let abandon = () => {};
  // '0' reads what is pending for this name, '>' what is new.
  let positions = streams.map(() => '0');
  /** Streams of which something was not acknowledged: what is pending there is read again, and the inbox skips what was done. */
  const unheard = new Set<string>();

  async function handle(stream: string, heard: Heard<Tx>): Promise<void> {
    const { id, subject, interested } = heard;
    await lanes.add(`${stream}|${subject}`, (rest) => react(heard, id, { interested, rest }));
    await acknowledge(stream, [id]);
  }

  async function acknowledge(stream: string, ids: string[]): Promise<void> {
    if (failpoint) await failpoint('event.acknowledge');
    if (!stopping) await redis.xack(stream, service, ...ids);
    if (failpoint) await failpoint('event.acknowledged');
  }

  async function react(
    sent: Sent,
    id: string,
    { interested, rest }: { interested: readonly AnyConsumer<Tx>[]; rest: (ms: number) => Promise<void> },
  ): Promise<void> {
    let event: ReturnType<typeof open>;
    try {
      event = open(sent, parts.macs);
    } catch (error) {
      while (!(await buryPoison(parts, { id, text: sent.text, error }))) await rest(1_000);
      return;
    }
    for (const consumer of interested) await deliverOrBury(parts, consumer, { event, rest, stopping: () => stopping });
  }

  async function take(stream: string, entries: Entry[]): Promise<void> {
    const { done, due } = await sift(parts.pool, entries, byType);
    for (const heard of due) void handle(stream, heard).catch(unacknowledged(stream, heard.id));
    if (done.length > 0) void acknowledge(stream, done).catch(unacknowledged(stream, done[0] ?? ''));
  }

  async function round(): Promise<boolean> {
    if (lanes.pending() > MAX_PENDING) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return true;
    }
    positions = positions.map((position, index) => (unheard.delete(streams[index] ?? '') ? '0' : position));
    for (const [stream, entries] of (await read()) ?? []) {
      await take(stream, entries);
      const index = streams.indexOf(stream);
      // Pending entries are read page by page until there are none; only then what is new.
      if (positions[index] !== '>') positions[index] = entries.at(-1)?.[0] ?? '>';
    }
    return true;
  }

  const unacknowledged = (stream: string, entry: string) => (error: unknown) => {
    if (stopping) return;
    log.warn({ err: error, entry }, 'an event was not acknowledged; it will be heard again');
    setTimeout(() => unheard.add(stream), HEARD_AGAIN_AFTER_MS).unref();
  };

  async function read(): Promise<Batch> {
    try {
      const catchingUp = positions.some((position) => position !== '>');
      const patience = catchingUp ? [] : (['BLOCK', BLOCK_MS] as const);
      const from = [...patience, 'STREAMS', ...streams, ...positions] as unknown as ['STREAMS', ...string[]];
      return (await untilStopped(blocking.xreadgroup('GROUP', service, service, 'COUNT', BATCH, ...from))) as Batch;
    } catch (error) {
      if (!String(error).includes('NOGROUP')) throw error;
      // Redis forgot the group, or never knew it: everything the stream holds is heard, the inbox skips what was done.
      for (const stream of streams) await untilStopped(join(blocking, stream, service));
      positions = streams.map(() => '0');
      return null;
    }
  }

  /** The answer, or a failure once the reader is stopped: ioredis forgets who waits on a connection that it is making anew. */
  const untilStopped = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
    new Promise((resolve, reject) => {
      abandon = () => reject(new Error('the reader was stopped'));
      if (stopping) abandon();
      answer.then(resolve, reject);
    });

  const reading = loop(0, round, (error) => {
    if (!stopping) log.warn({ err: String(error) }, 'Redis streams do not answer; events wait, nothing is lost');
  });

  return {
    async stop() {
      stopping = true;
      blocking.disconnect();
      abandon();
      await reading.stop();
      await lanes.idle();
    },
  };
}

/** Which consumers listen to which type. */
function reactions<Tx extends SqlTx>(consumers: readonly AnyConsumer<Tx>[]): Map<EventType, AnyConsumer<Tx>[]> {
  const byType = new Map<EventType, AnyConsumer<Tx>[]>();
  for (const consumer of consumers) {
    for (const type of typeof consumer.on === 'string' ? [consumer.on] : consumer.on) {
      byType.set(type, [...(byType.get(type) ?? []), consumer]);
    }
  }
  return byType;
}
