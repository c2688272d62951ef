import { metricsContentType, metricsText } from '@app/kernel/metrics';
import { within } from '@app/kernel/patience';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Source } from '../transport/source.ts';
import { json, type Page, type Pages } from './pages.ts';

/** Whoever asks for readiness, the parts behind are asked at most this often. */
const FRESH_MS = 1_000;
const PATIENCE_MS = 3_000;

type Checks = Record<string, boolean>;

/** /health/live, /health/ready, /metrics and /.well-known/jwks.json. */
export function operationPages({
  sources,
  redis,
  tokenJwks,
}: {
  sources: ReadonlyMap<string, Source>;
  redis: Redis;
  tokenJwks: string;
}): Pages {
  const checks = new LRUCache<'all', Checks>({ max: 1, ttl: FRESH_MS, fetchMethod: () => askAll(sources, redis) });
  const ready = async (): Promise<Page> => {
    const answers = (await checks.fetch('all')) ?? {};
    const isReady = Object.values(answers).every(Boolean);
    return json({ status: isReady ? 'ready' : 'not ready', checks: answers }, { status: isReady ? 200 : 503 });
  };
  return new Map<string, () => Page | Promise<Page>>([
    ['/health/live', () => json({ status: 'live' })],
    ['/health/ready', ready],
    ['/metrics', async () => ({ type: metricsContentType, body: await metricsText() })],
    [
      '/.well-known/jwks.json',
      () => ({ type: 'application/json; charset=utf-8', body: tokenJwks, cache: 'public, max-age=300' }),
    ],
  ]);
}

/** One line a part: a subgraph is well when everything it stands on is. */
async function askAll(sources: ReadonlyMap<string, Source>, redis: Redis): Promise<Checks> {
  const asked: [string, Promise<boolean>][] = [
    ['redis', redis.ping().then(() => true)],
    ...[...sources].map(([name, source]): [string, Promise<boolean>] => [
      name,
      source.checks().then((checks) => Object.values(checks).every(Boolean)),
    ]),
  ];
  const answers = await Promise.all(asked.map(async ([name, answer]) => [name, await soon(answer)] as const));
  return Object.fromEntries(answers);
}

const soon = (answer: Promise<boolean>): Promise<boolean> =>
  within(PATIENCE_MS, answer, () => false).catch(() => false);
