import { configuredDatabases, type Databases, databasesOn, dropAll } from './databases.ts';
import { domains } from './domains.ts';
import { freePort, portNear } from './ports.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import type { RunStep } from './progress.ts';
import { startRedis } from './redis.ts';
import { partFolders } from './running.ts';
import { testPartsUp, testPostgresSocketUrl } from './test-parts.ts';

/** The databases and the Redis that a stack stands on. */
export type Parts = { databases: Databases; redisUrl: string; stop(): Promise<void> };

/** How parts are found or started. */
export type PartsOptions = {
  dataDir: string;
  given: NodeJS.ProcessEnv;
  /** How many connections a PostgreSQL of ours must allow. */
  maxConnections: number;
  step: RunStep;
  /** Told when a part of ours ends by itself. */
  onEnd(sentence: string): void;
};

type Started = { url: string; stop(): Promise<void> };

const POSTGRES_PORT = 54330;
const REDIS_PORT = 63790;
const throughItsSocket = ({ socketUrl, stop }: Postgres): Started => ({ url: socketUrl, stop });
const elsewhere = (url: string): Started => ({ url, stop: async () => undefined });

/** Starts a PostgreSQL and a Redis of our own, each only where the environment names no other. */
export const ownParts = async ({
  dataDir,
  given,
  maxConnections,
  step,
  onEnd: onExit,
}: PartsOptions): Promise<Parts> => {
  const { postgres, redis } = partFolders(dataDir);
  const configured = configuredDatabases(given);
  const needsPostgres = domains.some((domain) => !configured[domain]);
  const where = ({ url }: Started) => url.replace(/^.*@|^.*\/\/|\?.*$/g, '');
  const startedPostgres = step(
    'PostgreSQL',
    async () =>
      needsPostgres
        ? throughItsSocket(
            await startPostgres({
              dataDir: postgres,
              port: await portNear(POSTGRES_PORT),
              durable: true,
              maxConnections,
              onExit,
            }),
          )
        : elsewhere('postgres://configured'),
    where,
  );
  const startedRedis = step(
    'Redis',
    async () =>
      given.REDIS_URL
        ? elsewhere(given.REDIS_URL)
        : startRedis({ dataDir: redis, port: await portNear(REDIS_PORT), durable: true, onExit }),
    where,
  );
  const [pg, rd] = await bothOrNone(startedPostgres, startedRedis);
  return {
    databases: databasesOn(pg.url, configured),
    redisUrl: rd.url,
    stop: async () => void (await Promise.all([rd.stop(), pg.stop()])),
  };
};

/** Parts for a throw-away stack: its own databases on the PostgreSQL for tests, a Redis of its own, all gone afterwards. */
export const throwAwayParts = async ({ dataDir, given, onEnd: onExit }: PartsOptions): Promise<Parts> => {
  await testPartsUp();
  const prefix = `stack_${process.pid}_${Date.now().toString(36)}`;
  const databases = databasesOn(testPostgresSocketUrl(), configuredDatabases(given), prefix);
  // Pub/sub knows no database numbers, so a shared Redis would let one stack hear another.
  const redis = given.REDIS_URL
    ? elsewhere(given.REDIS_URL)
    : await startRedis({ dataDir: partFolders(dataDir).redis, port: await freePort(), durable: false, onExit });
  return {
    databases,
    redisUrl: redis.url,
    stop: async () => {
      await redis.stop();
      await dropAll(databases);
    },
  };
};

/** When one of the two cannot be started, the other is stopped again. */
const bothOrNone = async (one: Promise<Started>, other: Promise<Started>): Promise<[Started, Started]> => {
  const [first, second] = await Promise.allSettled([one, other]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  for (const each of [first, second]) if (each.status === 'fulfilled') await each.value.stop();
  throw first.status === 'rejected' ? first.reason : second.status === 'rejected' ? second.reason : undefined;
};
