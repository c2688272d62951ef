import { pino } from 'pino';
import { commandRedis } from '../src/redis.ts';
import { openSilentWay } from './support/silent.ts';

const REDIS = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:63799';

it('a Redis that is gone without a word fails commands for some seconds, then there is a new connection', async () => {
  const way = await openSilentWay(REDIS);
  const redis = commandRedis(way.url, pino({ level: 'silent' }));
  expect(await redis.ping()).toBe('PONG');
  way.fallSilent();
  await expect(redis.ping()).rejects.toThrow();
  const end = Date.now() + 45_000;
  let answer = '';
  while (answer !== 'PONG' && Date.now() < end) answer = await redis.ping().catch(() => '');
  expect(answer).toBe('PONG');
  redis.disconnect();
  way.close();
}, 60_000);
