import { isIPv6 } from 'node:net';
import type { Viewer } from '@app/kernel/viewer';
import { GraphQLError } from 'graphql';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { type Budget, openBudget } from './budget.ts';
import type { Limits } from './table.ts';

const WINDOW_SECONDS = 60;

/** Counts one operation of this caller, at once where possible; throws or rejects with RATE_LIMITED and the seconds to wait. */
export type Spend = (viewer: Viewer, ip: string) => Promise<void> | undefined;

/** Budgets a minute, shared by all gateways through Redis; each process counts for itself while Redis is away. */
export function rateLimits(redis: Redis, limits: Limits): Spend {
  const budget = (name: string, points: number): Budget => {
    const limiter = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `rate:${name}`,
      points,
      duration: WINDOW_SECONDS,
      rejectIfRedisNotReady: true,
      // Once spent, nobody asks Redis again until the window is over.
      inMemoryBlockOnConsumed: points + 1,
      insuranceLimiter: new RateLimiterMemory({ points, duration: WINDOW_SECONDS }),
    });
    const portion = Math.min(Math.max(1, Math.floor(points * PORTION)), MAX_PORTION);
    return openBudget(async (key) => ({ left: portion, forMs: await taken(limiter.consume(key, portion)) }));
  };
  const ofUser = budget('user', limits.LIMIT_USER_PER_MINUTE);
  const ofAddress = budget('ip', limits.LIMIT_IP_PER_MINUTE);
  return (viewer, ip) => (viewer.kind === 'user' ? ofUser(viewer.id) : ofAddress(network(ip)));
}

/** How much of a budget a process takes at a time. What it does not use in the minute is lost to the others. */
const PORTION = 0.01;
const MAX_PORTION = 50;

async function taken(consuming: Promise<RateLimiterRes>): Promise<number> {
  try {
    return (await consuming).msBeforeNext;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw tooFast(Math.ceil(refusal.msBeforeNext / 1_000));
    throw refusal;
  }
}

const tooFast = (retryAfter: number): GraphQLError =>
  new GraphQLError(`Too many requests. Try again in ${retryAfter} seconds.`, {
    extensions: { code: 'RATE_LIMITED', retryAfter },
  });

/** One customer of an IPv6 provider has at least a /64; counting single addresses would give each of them its own budget. */
export const network = (ip: string): string => {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head.split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length;
  return [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
};
