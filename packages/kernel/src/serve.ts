import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Domain } from '@app/schema/sdl';
import { z } from 'zod';
import { openPool, POOL_SIZE } from './db.ts';
import { ConfigurationRefused, port, postgresUrl, readEnv, redisUrl } from './env.ts';
import { answerJson, BodyTooLarge, readBody } from './http.ts';
import { openIdentity } from './identity.ts';
import { newId } from './ids.ts';
import { openLog } from './log.ts';
import { metricsContentType, metricsText, startProcessMetrics } from './metrics.ts';
import type { SubgraphDefinition } from './mount.ts';
import { openSubgraph, type Subgraph } from './mount.ts';
import { httpTransport, openPeers, type Transport } from './peers.ts';
import { commandRedis } from './redis.ts';
import { stopOnSignal } from './stop.ts';
import { TokenRefused } from './tokens.ts';
import type { SqlTx } from './work.ts';

const BODY_LIMIT = 4 * 1024 * 1024;

/** The longest name of a moment. */
const MAX_MOMENT = 200;

const poolSize = z.coerce.number().int().min(2).max(100).default(POOL_SIZE);

/** Opens a subgraph as the environment says, with the given way to its neighbours. */
export function openFromEnv<Tx extends SqlTx>(
  definition: SubgraphDefinition<Tx>,
  transportTo: (target: Domain) => Transport,
): Subgraph {
  const { name } = definition;
  const NAME = name.toUpperCase();
  const log = openLog(name);
  const env = readEnv(name, {
    [`${NAME}_DATABASE_URL`]: postgresUrl,
    [`${NAME}_SERVICE_PRIVATE_KEY`]: z.string(),
    REDIS_URL: redisUrl,
    SERVICE_JWKS: z.string(),
  }) as Record<string, string>;
  const setting = (key: string): string => env[key] ?? '';
  const { DATABASE_POOL_SIZE } = readEnv(name, { DATABASE_POOL_SIZE: poolSize });
  const identity = openIdentity(name, setting(`${NAME}_SERVICE_PRIVATE_KEY`), setting('SERVICE_JWKS'));
  const pool = openPool(name, setting(`${NAME}_DATABASE_URL`), DATABASE_POOL_SIZE);
  const redis = commandRedis(setting('REDIS_URL'), log);
  const subgraph = openSubgraph(definition, {
    pool,
    redis,
    redisUrl: setting('REDIS_URL'),
    peers: openPeers(identity, transportTo),
    log,
    identity,
  });
  return {
    ...subgraph,
    async stop() {
      await subgraph.stop();
      redis.disconnect();
      await pool.end();
    },
  };
}

/** Runs a subgraph as its own process until SIGTERM or SIGINT. */
export async function serveSubgraph<Tx extends SqlTx>(definition: SubgraphDefinition<Tx>): Promise<void> {
  const log = openLog(definition.name);
  try {
    startProcessMetrics();
    const NAME = definition.name.toUpperCase();
    const { [`${NAME}_PORT`]: ownPort } = readEnv(definition.name, { [`${NAME}_PORT`]: port(0) }) as Record<
      string,
      number
    >;
    const subgraph = openFromEnv(
      definition,
      httpTransport((target) => process.env[`${target.toUpperCase()}_URL`] ?? ''),
    );
    await subgraph.start();
    const server = createServer((request, response) => void answer(subgraph, request, response));
    await listen(server, ownPort ?? 0);
    log.info({ port: ownPort }, 'ready');
    stopOnSignal(async () => {
      await new Promise((resolve) => server.close(resolve).closeIdleConnections());
      await subgraph.stop();
    });
  } catch (error) {
    if (error instanceof ConfigurationRefused) log.fatal(error.message);
    else log.fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

/** Serves only a subgraph's plain HTTP routes and health, for a subgraph whose GraphQL is mounted in the gateway's process. */
export async function serveRoutes(subgraph: Subgraph, ownPort: number): Promise<Server> {
  const server = createServer((request, response) => void answer(subgraph, request, response, false));
  await listen(server, ownPort);
  return server;
}

/** Subgraphs believe service tokens only; still, where everything runs on one machine nobody else need reach them. */
function listen(server: Server, ownPort: number): Promise<void> {
  const { SUBGRAPH_HOST: host } = readEnv('subgraph', { SUBGRAPH_HOST: z.string().optional() });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: ownPort, ...(host !== undefined && { host }) }, resolve);
  });
}

async function answer(
  subgraph: Subgraph,
  request: IncomingMessage,
  response: ServerResponse,
  graphql = true,
): Promise<void> {
  try {
    const path = request.url?.split('?')[0];
    if (path === '/graphql' && graphql) await answerGraphql(subgraph, request, response);
    else if (path === '/health/live') answerJson(response, 200, { status: 'live' });
    else if (path === '/health/ready') await answerReady(subgraph, response);
    else if (path === '/metrics') response.setHeader('content-type', metricsContentType).end(await metricsText());
    else if (!(await subgraph.route(request, response))) answerJson(response, 404, { error: 'There is nothing here.' });
  } catch (error) {
    refuse(response, error);
  }
}

/** Says no without saying why a token was not believed. */
function refuse(response: ServerResponse, error: unknown): void {
  const [status, message] =
    error instanceof TokenRefused
      ? [401, 'A service token for this subgraph is needed.']
      : error instanceof BodyTooLarge
        ? [413, 'The request is too large.']
        : [400, 'The request could not be read.'];
  if (response.headersSent) response.destroy();
  else answerJson(response, status as number, { errors: [{ message }] });
}

async function answerGraphql(subgraph: Subgraph, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request, BODY_LIMIT);
  const authorization = request.headers.authorization;
  const token = authorization?.startsWith('Bearer ') ? authorization.slice(7) : undefined;
  if (request.method !== 'POST') throw new TokenRefused('only POST');
  const { query, variables, operationName } = JSON.parse(body.toString('utf8') || '{}') as Record<string, unknown>;
  const result = await subgraph.execute({
    query: String(query),
    variables: (variables ?? undefined) as Record<string, unknown> | undefined,
    operationName: (operationName ?? null) as string | null,
    token,
    correlationId: correlationOf(request),
    moment: momentOf(request),
  });
  answerJson(response, 200, result);
}

const correlationOf = (request: IncomingMessage): string => {
  const given = request.headers['x-correlation-id'];
  return typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : newId('req');
};

const momentOf = (request: IncomingMessage): string | undefined => {
  const given = request.headers['x-moment'];
  return typeof given === 'string' && given.length <= MAX_MOMENT ? given : undefined;
};

async function answerReady(subgraph: Subgraph, response: ServerResponse): Promise<void> {
  const checks = await subgraph.checks();
  const ready = Object.values(checks).every(Boolean);
  answerJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks });
}
