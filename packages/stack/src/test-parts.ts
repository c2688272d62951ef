import { withLock } from './lock.ts';
import { inRepository } from './paths.ts';
import { endLeftover, isPostgresAt, postgresPid, startPostgres, throughSocket } from './postgres.ts';
import { endLeftoverRedis, isRedisAt, redisPid, startRedis } from './redis.ts';

const POSTGRES_PORT = 54329;
const REDIS_PORT = 63799;

/** Where tests find a PostgreSQL; a database name goes behind it. */
export const testPostgresUrl = (): string =>
  process.env.TEST_POSTGRES_URL ?? `postgres://postgres@127.0.0.1:${POSTGRES_PORT}`;

/** The same server by the shortest way, for stacks that are measured. */
export const testPostgresSocketUrl = (): string => {
  const own = `postgres://postgres@127.0.0.1:${POSTGRES_PORT}`;
  return testPostgresUrl() === own
    ? throughSocket(own, { dataDir: postgresDir, port: POSTGRES_PORT })
    : testPostgresUrl();
};

/** Where tests find a Redis. */
export const testRedisUrl = (): string => process.env.TEST_REDIS_URL ?? `redis://127.0.0.1:${REDIS_PORT}`;

const folder = inRepository('.data', 'test');
const postgresDir = inRepository('.data', 'test', 'postgres');
const redisDir = inRepository('.data', 'test', 'redis');

/** Starts what does not answer yet of the PostgreSQL and the Redis for tests; they outlive this process. */
export const testPartsUp = async (): Promise<void> => {
  const { postgres, redis } = await testPartsStatus();
  if (postgres && redis) return;
  await withLock(`${folder}/starting.lock`, async () => {
    const now = await testPartsStatus();
    if (!now.postgres && !process.env.TEST_POSTGRES_URL)
      await startPostgres({ dataDir: postgresDir, port: POSTGRES_PORT, durable: false });
    if (!now.redis && !process.env.TEST_REDIS_URL)
      await startRedis({ dataDir: redisDir, port: REDIS_PORT, durable: false });
  });
};

/** Stops the PostgreSQL and the Redis for tests; what they hold is kept. */
export const testPartsDown = async (): Promise<void> => {
  await endLeftover(postgresDir);
  await endLeftoverRedis(redisDir);
};

/** Which of the two parts answer, and as which process where they are ours. */
export const testPartsStatus = async () => {
  const [postgres, redis] = await Promise.all([isPostgresAt(testPostgresUrl()), isRedisAt(testRedisUrl())]);
  return { postgres, redis, postgresPid: postgresPid(postgresDir), redisPid: await redisPid(redisDir) };
};
