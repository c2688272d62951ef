import { metricsContentType, metricsText } from '@app/kernel/metrics';
import { type RequestHandler, Router } from 'express';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Source } from '../transport/source.ts';

/** Whoever asks for readiness, the parts behind are asked at most this often. */
const FRESH_MS = 1_000;
const PATIENCE_MS = 3_000;

type Checks = Record<string, boolean>;

/** /health/live, /health/ready, /metrics and /.well-known/jwks.json. */
export function operations({
  sources,
  redis,
  tokenJwks,
}: {
  sources: ReadonlyMap<string, Source>;
  redis: Redis;
  tokenJwks: string;
}): Router {
  const checks = new LRUCache<'all', Checks>({ max: 1, ttl: FRESH_MS, fetchMethod: () => askAll(sources, redis) });
  const router = Router();
  router.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  router.get('/health/ready', (async (_request, response) => {
    const answers = (await checks.fetch('all')) ?? {};
    const ready = Object.values(answers).every(Boolean);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', checks: answers });
  }) as RequestHandler);
  router.get('/metrics', (async (_request, response) => {
    response.setHeader('content-type', metricsContentType).end(await metricsText());
  }) as RequestHandler);
  router.get('/.well-known/jwks.json', (_request, response) => {
    response.setHeader('cache-control', 'public, max-age=300').type('application/json').send(tokenJwks);
  });
  return router;
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
  const answers = await Promise.all(asked.map(async ([name, answer]) => [name, await within(answer)] as const));
  return Object.fromEntries(answers);
}

const within = (answer: Promise<boolean>): Promise<boolean> =>
  Promise.race([
    answer.catch(() => false),
    new Promise<boolean>((resolve) => setTimeout(resolve, PATIENCE_MS, false).unref()),
  ]);
