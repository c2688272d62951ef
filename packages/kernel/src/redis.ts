import { Redis } from 'ioredis';
import type { Logger } from './log.ts';

const onError = (redis: Redis, log: Logger, what: string): Redis => {
  let last = '';
  redis.on('error', (error: Error) => {
    // A lost Redis repeats the same error several times a second: once is enough until it comes back.
    if (error.message !== last)
      log.warn({ err: error.message }, `Redis (${what}) does not answer; retrying, nothing is lost`);
    last = error.message;
  });
  redis.on('ready', () => {
    last = '';
  });
  return redis;
};

const retryStrategy = (attempt: number): number =>
  Math.min(50 * 2 ** Math.min(attempt, 6), 2_000) * (0.5 + Math.random() / 2);

/** A connection for commands: fails fast, because Redis is a hint and nobody should wait for one. */
export const commandRedis = (url: string, log: Logger): Redis =>
  onError(
    new Redis(url, {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: true,
      connectTimeout: 3_000,
      commandTimeout: 3_000,
      // Longer than that: commands fail, and then the connection is made anew, as nobody may be at its other end.
      socketTimeout: 5_000,
      retryStrategy,
    }),
    log,
    'commands',
  );

/** A connection for blocking reads of at most `blockMs`; notices a half-open socket and comes back by itself. */
export const blockingRedis = (url: string, log: Logger, blockMs: number): Redis =>
  onError(
    new Redis(url, {
      maxRetriesPerRequest: null,
      connectTimeout: 3_000,
      socketTimeout: blockMs + 5_000,
      retryStrategy,
    }),
    log,
    'streams',
  );

/** A connection for pub/sub; subscriptions are taken up again after a reconnect. */
export const subscriberRedis = (url: string, log: Logger): Redis =>
  onError(
    new Redis(url, { maxRetriesPerRequest: null, connectTimeout: 3_000, autoResubscribe: true, retryStrategy }),
    log,
    'pub/sub',
  );

/** The Redis channel of a live topic. */
export const liveChannel = (topic: string): string => `live:${topic}`;
