import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Domain } from '@app/schema/sdl';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { openAnswering } from './answering.ts';
import type { AnyConsumer } from './events/consumer.ts';
import { startMessaging } from './events/messaging.ts';
import type { Identity } from './identity.ts';
import type { Logger } from './log.ts';
import { within } from './patience.ts';
import type { Peers } from './peers.ts';
import type { Job, Timer } from './timer.ts';
import type { Viewer } from './viewer.ts';
import type { Database, SqlTx } from './work.ts';

/** What a subgraph is given when it is opened, whichever way it is mounted. */
export interface Surroundings {
  readonly pool: Pool;
  /** For commands; blocking reads have their own connections. */
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly peers: Peers;
  readonly log: Logger;
}

/** What a subgraph consists of once its database is open. */
export interface SubgraphParts<Tx extends SqlTx> {
  readonly schema: GraphQLSchema;
  readonly db: Database<Tx>;
  /** The resolvers' context for one request; what was read in the same moment may serve again (`moments.ts`). */
  context(viewer: Viewer, moment?: string): unknown;
  readonly consumers: readonly AnyConsumer<Tx>[];
  readonly timers: readonly (Timer<Tx> | Job)[];
  /** Answers a plain HTTP request (a provider's webhook); false when it is none of ours. */
  route?(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Work of its own beside events and timers; answers with how to end it. */
  background?(): () => Promise<void>;
  close(): Promise<void>;
}

/** A subgraph as a module offers it: the same code for its own process, the gateway's process or a test. */
export interface SubgraphDefinition<Tx extends SqlTx = SqlTx> {
  readonly name: Domain;
  open(surroundings: Surroundings): SubgraphParts<Tx>;
}

/** Declares a subgraph. */
export const defineSubgraph = <Tx extends SqlTx>(definition: SubgraphDefinition<Tx>): SubgraphDefinition<Tx> =>
  definition;

/** One GraphQL request from another service. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | null | undefined;
  /** The caller's service token, made for this subgraph. */
  readonly token: string | undefined;
  readonly correlationId: string;
  /** Names a time in which nothing but positions changed: what was read in it may serve again. */
  readonly moment?: string | undefined;
}

/** Runs one document, which is known by then to be good or bad. Throws like `execute`. */
export type PreparedDocument = (request: Omit<SubgraphRequest, 'query' | 'operationName'>) => Promise<ExecutionResult>;

/** An open subgraph. */
export interface Subgraph {
  readonly name: Domain;
  /** Throws TokenRefused before anything else happens when the token is not good. */
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
  /** Reads and checks a document with one operation, for callers of this process that run it again and again. */
  prepare(query: string): PreparedDocument;
  route(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** What it stands on, and whether that answers. */
  checks(): Promise<Record<string, boolean>>;
  /** Starts telling, hearing and keeping deadlines. */
  start(): Promise<void>;
  /** Ends gracefully: what is under way is finished first. */
  stop(): Promise<void>;
}

/** Opens a subgraph in these surroundings. Nothing runs in the background before `start`. */
export function openSubgraph<Tx extends SqlTx>(
  definition: SubgraphDefinition<Tx>,
  surroundings: Surroundings & { identity: Identity },
): Subgraph {
  const { name } = definition;
  const { pool, redis, identity, log } = surroundings;
  const parts = definition.open(surroundings);
  let messaging: Awaited<ReturnType<typeof startMessaging>> | undefined;
  let endBackground: (() => Promise<void>) | undefined;

  return {
    name,
    ...openAnswering({ name, parts, identity, log }),
    route: async (request, response) => (await parts.route?.(request, response)) ?? false,
    checks: async () => ({
      database: await answers(pool.query('SELECT 1')),
      redis: await answers(redis.ping()),
      messaging: messaging?.alive() ?? false,
    }),
    async start() {
      const { consumers, timers, db } = parts;
      messaging = await startMessaging({ ...surroundings, macs: identity.macs, service: name, db, consumers, timers });
      endBackground = parts.background?.();
    },
    async stop() {
      await endBackground?.();
      await messaging?.stop();
      await parts.close();
    },
  };
}

const answers = (question: Promise<unknown>): Promise<boolean> =>
  within(
    2_000,
    question.then(() => true),
    () => false,
  ).catch(() => false);
