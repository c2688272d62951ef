import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Identity, openIdentity } from '@app/kernel/identity';
import { type Logger, openLog } from '@app/kernel/log';
import { startProcessMetrics } from '@app/kernel/metrics';
import type { Subgraph } from '@app/kernel/mount';
import { commandRedis } from '@app/kernel/redis';
import { supergraphSdl as committedSdl } from '@app/schema/sdl';
import type { Redis } from 'ioredis';
import { explorerPages } from '../explorer/mount.ts';
import type { Desk } from './answering.ts';
import { publicCache } from './caches/public/open.ts';
import { type DeskParts, openDesk } from './desk.ts';
import { openPersisted } from './documents/persisted.ts';
import { openTexts } from './documents/texts.ts';
import { openTrusted } from './documents/trusted.ts';
import type { Settings } from './env.ts';
import { presenter } from './errors.ts';
import { openFront } from './http/front.ts';
import { operationPages } from './http/health.ts';
import { closed, listen } from './http/listen.ts';
import { asksUsers } from './identity/ask-users.ts';
import { openTickets } from './identity/tickets.ts';
import { viewers } from './identity/viewer.ts';
import { rateLimits } from './limits/rate.ts';
import { attachLive } from './live/attach.ts';
import type { LivePort } from './live-port.ts';
import type { StockDesk } from './stock/desk.ts';
import type { StockParts } from './stock/gateway.ts';
import { openSources } from './transport/mounting.ts';
import { openVersions } from './versions.ts';

/** A running gateway. */
export interface Gateway {
  readonly port: number;
  readonly url: string;
  readonly identity: Identity;
  /** Ends gracefully: streams are told, requests under way are finished. */
  stop(): Promise<void>;
}

/** What to start it with. */
export interface GatewayOptions {
  readonly settings: Settings;
  /** Subgraphs of this process, already open; without them, each is asked over HTTP at its `<DOMAIN>_URL`. */
  readonly subgraphs?: ReadonlyMap<string, Subgraph> | undefined;
  /** Another supergraph than the committed one. */
  readonly supergraphSdl?: string;
  readonly log?: Logger;
}

/** Starts the public door and answers once it listens. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { settings, log = openLog('gateway'), supergraphSdl = committedSdl() } = options;
  const { limits, openSchema, tokenJwks } = settings;
  startProcessMetrics();
  const identity = openIdentity('gateway', settings.servicePrivateKey, settings.serviceJwks);
  const mounted = openSources({ settings, subgraphs: options.subgraphs, identity, log });
  const redis = commandRedis(settings.redisUrl, log);
  await connected(redis);
  const { redisUrl, publicCacheBytes: maxBytes } = settings;
  const kept = maxBytes === undefined ? undefined : publicCache({ redis, redisUrl, maxBytes, log });
  const supergraph = await openVersions({ settings, supergraphSdl, sources: mounted, kept, log });
  const graph = supergraph.current;
  const sources = mounted.all;
  const viewerOf = viewers({ tokenJwks, sessionState: asksUsers(sources, log), log });
  const spend = rateLimits(redis, limits);
  const present = presenter({ openSchema, log });

  const texts = openTexts({
    trusted: settings.trustedDocuments && (await openTrusted(settings.trustedDocuments)),
    persisted: openPersisted(redis, log),
  });

  const httpServer = createServer(PATIENCE);
  const port: LivePort = {
    httpServer,
    graph,
    onGraph: supergraph.onChange,
    sources,
    identity,
    viewerOf,
    texts,
    spend,
    present,
    redisUrl: settings.redisUrl,
    log,
    settings,
  };
  const live = await attachLive(port);
  const desk = await openAnyDesk({ graph, present, supergraph, sources, log }, settings);
  const pages = new Map([...operationPages({ sources, redis, tokenJwks }), ...explorerPages(settings)]);
  const tickets = openTickets(redis, log);
  const { answerEvents: events } = live;
  const front = openFront({ desk, texts, viewerOf, tickets, spend, present, settings, pages, events, log });
  httpServer.on('request', front.answer);
  await listen(httpServer, settings.port);

  const { port: ownPort } = httpServer.address() as AddressInfo;
  return {
    port: ownPort,
    url: `http://localhost:${ownPort}`,
    identity,
    async stop() {
      front.stop();
      await live.stop();
      await closed(httpServer);
      await desk.close?.();
      supergraph.close();
      await mounted.close();
      kept?.close();
      redis.disconnect();
    },
  };
}

/** Our own desk, or the reference; what only the reference needs is not even loaded otherwise. */
async function openAnyDesk(parts: DeskParts & StockParts, { execution }: Settings): Promise<Desk & Partial<StockDesk>> {
  if (execution !== 'stock') return openDesk(parts);
  const { openStockDesk } = await import('./stock/desk.ts');
  return openStockDesk(parts);
}

/** How long a client may take to send its request, and to think of another one. */
const PATIENCE = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 };

const REDIS_MS = 1_000;

/** Waits a moment for Redis, so that budgets are shared from the first request on; starts without it if need be. */
const connected = (redis: Redis): Promise<void> =>
  new Promise((resolve) => {
    const patience = setTimeout(resolve, REDIS_MS);
    redis.once('ready', () => {
      clearTimeout(patience);
      resolve();
    });
  });
