import { randomUUID } from 'node:crypto';
import { sqltag } from '@prisma/client/runtime/client';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { pino } from 'pino';
import { openPool } from '../../src/db.ts';
import type { AnyConsumer } from '../../src/events/consumer.ts';
import { startMessaging } from '../../src/events/messaging.ts';
import { openIdentities } from '../../src/testing/index.ts';
import type { Job, Timer } from '../../src/timer.ts';
import { system } from '../../src/viewer.ts';
import { type Database, type SqlTx, transact, type Work } from '../../src/work.ts';

const POSTGRES = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:54329';
const REDIS = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:63799';

/**
 * A transaction as the kernel sees one, on a plain pg client: the kernel must not need more of Prisma than this, and its
 * way of putting statements together.
 */
const plainTx = (client: pg.PoolClient): SqlTx => {
  const send = (sql: TemplateStringsArray, values: unknown[]) => {
    const { text, values: all } = sqltag(sql, ...values);
    return client.query(text, all);
  };
  return {
    $executeRaw: async (sql, ...values) => (await send(sql, values)).rowCount ?? 0,
    $queryRaw: async <T>(sql: TemplateStringsArray, ...values: unknown[]) => (await send(sql, values)).rows as T,
  };
};

const database = (pool: pg.Pool): Database<SqlTx> => ({
  async $transaction(body) {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const result = await body(plainTx(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  },
});

/** One domain with its database, a Redis keyspace of its own, and the verbs its tests need. */
export async function openWorld() {
  const redisDb = 1 + Number(process.env.JEST_WORKER_ID ?? 1);
  const redisUrl = `${REDIS}/${redisDb}`;
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1 });
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' });
  const pool = openPool('ratings', `${POSTGRES}/ratings_test_${process.env.JEST_WORKER_ID ?? 1}`);
  const db = database(pool);
  const { ratings, orders } = openIdentities('ratings', 'orders');
  const { macs } = ratings;
  const running: { stop(): Promise<void> }[] = [];
  await pool.query('TRUNCATE "OutboxEvent", "InboxEvent", "DeadLetter", "Deadline"');
  await redis.flushdb();

  return {
    pool,
    redis,
    redisUrl,
    db,
    log,
    /** Everybody here is ratings, but for `stranger`. */
    macs,
    stranger: orders.macs,
    /** Starts a service that hears and keeps deadlines on this database. */
    async start(service: string, parts: { consumers?: AnyConsumer[]; timers?: (Timer | Job)[] } = {}) {
      const messaging = await startMessaging({
        service,
        db,
        pool,
        redis,
        redisUrl,
        macs,
        log,
        consumers: [],
        timers: [],
        ...parts,
      });
      running.push(messaging);
      return messaging;
    },
    does: <T>(body: (work: Work) => Promise<T> | T) =>
      transact<SqlTx, T>({ db, viewer: system('ratings') }, async (work) => body(work)),
    /** Says that rating `n` of `subject` was published. */
    tellRating: (work: Work, subject: string, n: number) =>
      work.emit('rating.published', subject, {
        ratingId: randomUUID(),
        orderId: subject,
        subject: 'ORDER',
        subjectId: subject,
        score: n,
      }),
    async until(met: () => Promise<boolean> | boolean, ms = 45_000) {
      const end = Date.now() + ms;
      while (!(await met())) {
        if (Date.now() > end) throw new Error(`not met within ${ms} ms: ${met.toString()}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async close() {
      await Promise.all(running.map((each) => each.stop()));
      redis.disconnect();
      await pool.end();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
