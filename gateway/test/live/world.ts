import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { publicError } from '@app/kernel/errors';
import { liveChannel } from '@app/kernel/redis';
import type { Viewer } from '@app/kernel/viewer';
import { anonymous } from '@app/kernel/viewer';
import { createClient as createSseClient, type Client as SseClient } from 'graphql-sse';
import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import WebSocket from 'ws';
import { z } from 'zod';
import { openDesk } from '../../src/desk.ts';
import { openPersisted } from '../../src/documents/persisted.ts';
import { openTexts } from '../../src/documents/texts.ts';
import { presenter } from '../../src/errors.ts';
import { openGraph } from '../../src/graph.ts';
import { type FrontParts, openFront } from '../../src/http/front.ts';
import { openTickets } from '../../src/identity/tickets.ts';
import { limitsShape } from '../../src/limits/table.ts';
import { attachLive } from '../../src/live/attach.ts';
import type { LivePort } from '../../src/live-port.ts';
import { openPlanner } from '../../src/planning/open.ts';
import { emptyStore, type Store, stepOf, type TestOrder, testGraph, testSupergraph } from './graph.ts';

export const REDIS_URL = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:63799';
const log = pino({ level: process.env.TEST_LOG ?? 'silent' });

/** Live updates on a real port and a real Redis, over two subgraphs in memory. */
export interface World {
  readonly store: Store;
  readonly url: string;
  readonly live: ReturnType<typeof attachLive>;
  readonly redis: Redis;
  /** A new order of this user with `steps` steps in its log. */
  order(owner: string, steps: number): TestOrder;
  /** Writes the order's next step down, and announces it unless told not to. */
  step(order: TestOrder, how?: { kind?: string; announce?: boolean }): Promise<void>;
  announce(topic: string, keys: object): Promise<number>;
  /** Redis ends the connections over which this gateway hears; those of tests beside this one stay. */
  dropRedis(): Promise<void>;
  /** A token that `viewer` may use for `seconds`. */
  token(viewer: Viewer, seconds?: number): string;
  /** Ends the session behind a token. */
  revoke(token: string): void;
  /** Changes what the session behind a token may do. */
  become(token: string, viewer: Viewer): void;
  /** Serves another supergraph from now on: with what `change` makes of the orders subgraph. */
  reload(change: (sdl: string) => string): void;
  socket(token: string | undefined, options?: Partial<ClientOptions>): Client;
  events(token: string): SseClient;
  /** Cuts every connection, as a network does that goes away. */
  cut(): void;
  close(): Promise<void>;
}

/** What another gateway shares with the first. */
export interface Ground {
  readonly store: Store;
  readonly sessions: ReturnType<typeof openSessions>;
  readonly redisUrl: string;
}

/** The ground of a new world. */
export const newGround = (redisUrl = REDIS_URL): Ground => ({
  store: emptyStore(),
  sessions: openSessions(),
  redisUrl,
});

/** Opens a world: one gateway on this ground; close it at the end. */
export async function openWorld({ store, sessions, redisUrl: sharedUrl }: Ground = newGround()): Promise<World> {
  const name = `live-${randomUUID()}`;
  const redisUrl = `${sharedUrl}?connectionName=${name}`;
  const graph = testGraph(store);
  const redis = new Redis(redisUrl);
  redis.on('error', () => {});
  const limits = z.object(limitsShape).parse({});
  const { supergraphSdl, sources } = graph;
  const open = (sdl: string) =>
    openGraph({ sdl, sources, planner: openPlanner({ supergraphSdl: sdl, log }), limits, openSchema: true });
  let current = open(supergraphSdl);
  const onGraph = new Set<() => void>();
  const httpServer = createServer();
  const connections = new Set<Socket>();
  httpServer.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  const port = {
    httpServer,
    graph: () => current,
    onGraph(listener: () => void) {
      onGraph.add(listener);
      return () => onGraph.delete(listener);
    },
    sources,
    viewerOf: sessions.viewerOf,
    texts: openTexts({ trusted: undefined, persisted: openPersisted(redis, log) }),
    spend: async () => {},
    present: presenter({ openSchema: true, log }),
    redisUrl,
    log,
    settings: { limits, trustedProxies: 0, corsOrigins: [], publicUrl: 'http://localhost:4000' },
  } as unknown as LivePort;
  const live = attachLive(port);
  const tickets = openTickets(redis, log);
  const front = { ...port, tickets, pages: new Map(), events: live.answerEvents };
  httpServer.on('request', openFront({ ...front, desk: openDesk(front as never) } as FrontParts).answer);
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(httpServer.address() as AddressInfo).port}/graphql`;
  const closing: (() => unknown)[] = [];

  const world: World = {
    store,
    live,
    redis,
    url: `ws://${address}`,
    order(owner, steps) {
      const id = `ord_${Math.random().toString(36).slice(2)}`;
      const order: TestOrder = { id, owner, name: `order of ${owner}`, log: [] };
      for (let sequence = 1; sequence <= steps; sequence++) order.log.push(stepOf(id, sequence));
      store.orders.set(id, order);
      return order;
    },
    async step(order, { kind = 'STATUS', announce = true } = {}) {
      const step = stepOf(order.id, order.log.length + 1, kind);
      order.log.push(step);
      if (announce) await world.announce(`order:${order.id}`, step);
    },
    async dropRedis() {
      const connections = String(await redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub')).split('\n');
      for (const each of connections.filter((line) => line.includes(` name=${name} `)))
        await redis.client('KILL', 'ID', Number(/^id=(\d+)/.exec(each)?.[1]));
    },
    announce: (topic, keys) => redis.publish(liveChannel(topic), JSON.stringify(keys)),
    ...sessions,
    reload(change) {
      current = open(testSupergraph(change));
      for (const listener of onGraph) listener();
    },
    socket(token, options) {
      const client = createClient({
        url: world.url,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        ...(token && { connectionParams: { authorization: `Bearer ${token}` } }),
        ...options,
      });
      closing.push(() => client.dispose());
      return client;
    },
    events(token) {
      const headers = { authorization: `Bearer ${token}` };
      const client = createSseClient({ url: `http://${address}`, headers, retryAttempts: 0 });
      closing.push(() => client.dispose());
      return client;
    },
    cut() {
      for (const connection of connections) connection.destroy();
    },
    async close() {
      for (const end of closing) await end();
      await live.stop();
      await new Promise((resolve) => httpServer.close(resolve).closeAllConnections());
      redis.disconnect();
    },
  };
  return world;
}

/** Tokens that look like JWTs, and the sessions behind them. */
function openSessions() {
  const sessions = new Map<string, Viewer | null>();
  return {
    token(viewer: Viewer, seconds = 60): string {
      const claims = { exp: Math.floor(Date.now() / 1_000) + seconds, n: sessions.size };
      const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
      sessions.set(token, viewer);
      return token;
    },
    revoke: (token: string): void => void sessions.set(token, null),
    become: (token: string, viewer: Viewer): void => void sessions.set(token, viewer),
    async viewerOf(authorization: string | undefined): Promise<Viewer> {
      if (!authorization) return anonymous('gateway');
      const viewer = sessions.get(authorization.replace('Bearer ', ''));
      if (!viewer) throw publicError('UNAUTHENTICATED', 'not good');
      return viewer;
    },
  };
}
