import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openIdentity } from '@app/kernel/identity';
import type { Subgraph, SubgraphRequest } from '@app/kernel/mount';
import { pino } from 'pino';
import { z } from 'zod';
import type { Settings } from '../../src/env.ts';
import { limitsShape } from '../../src/limits/table.ts';
import { type Gateway, startGateway } from '../../src/start.ts';
import { claims, jwksOf, type Pair, pair, sign } from './keys.ts';
import { type Memory, names, openTestSubgraph, supergraph } from './subgraphs.ts';

/** What a client got. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, unknown> | null | undefined;
  readonly codes: unknown[];
  readonly errors: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
  readonly text: string;
}

/** A gateway over the test subgraphs, reached over real HTTP. */
export interface World {
  readonly gateway: Gateway;
  readonly memory: Memory;
  readonly signing: Pair;
  /** Lines the gateway logged. */
  readonly logged: string[];
  token(over?: object): string;
  /** Opens a session and answers with its token. */
  signIn(over?: { id?: string; roles?: string[] }): string;
  ask(query: string, options?: AskOptions): Promise<Answer>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Ends a subgraph's own process, when it has one. */
  kill(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** How to ask. */
export interface AskOptions {
  variables?: Record<string, unknown>;
  operationName?: string;
  token?: string;
  headers?: Record<string, string>;
}

const REDIS = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:63799';

/** Starts a world; `apart` puts each subgraph behind its own HTTP server. */
export async function startWorld({
  apart = false,
  ...over
}: Partial<Settings> & { apart?: boolean } = {}): Promise<World> {
  const signing = pair('tok-1');
  const keys = new Map(['gateway', ...names].map((name) => [name, pair(`${name}-1`)]));
  const serviceJwks = jwksOf(...keys.values());
  const memory: Memory = { sessions: new Map(), asked: [], down: new Set(), poison: new Map(), renames: 0 };
  const subgraphs = new Map<string, Subgraph>(
    names.map((name) => [
      name,
      openTestSubgraph(name, openIdentity(name, keys.get(name)?.pem ?? '', serviceJwks), memory),
    ]),
  );
  const servers = new Map<string, Server>();
  if (apart) for (const [name, subgraph] of subgraphs) servers.set(name, await serve(subgraph));
  const logged: string[] = [];
  const gateway = await startGateway({
    settings: {
      port: 0,
      redisUrl: REDIS,
      tokenJwks: jwksOf(signing),
      serviceJwks,
      servicePrivateKey: keys.get('gateway')?.pem ?? '',
      publicUrl: 'http://localhost:4000',
      openSchema: true,
      demo: false,
      corsOrigins: [],
      trustedProxies: 0,
      subgraphUrls: Object.fromEntries([...servers].map(([name, server]) => [name, urlOf(server)])),
      limits: limits(),
      ...over,
    },
    ...(!apart && { subgraphs }),
    supergraphSdl: supergraph(),
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
  }).catch((error: unknown) => {
    for (const server of servers.values()) server.close();
    throw error;
  });
  const token = (more: object = {}) => sign(signing, claims(more));

  return {
    gateway,
    memory,
    signing,
    logged,
    token,
    signIn({ id = 'ada', roles = ['CUSTOMER'] } = {}) {
      memory.sessions.set(`ses_${id}`, { userId: `usr_${id}`, name: id, roles, businessIds: [] });
      return token({ sub: `usr_${id}`, sid: `ses_${id}`, roles });
    },
    fetch: (path, init) => fetch(`${gateway.url}${path}`, init),
    async ask(query, { variables, operationName, token: bearer, headers } = {}) {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(bearer && { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
        body: JSON.stringify({ query, variables, operationName }),
      });
      return answerOf(response);
    },
    async kill(name) {
      const server = servers.get(name);
      server?.closeAllConnections();
      await new Promise((resolve) => server?.close(resolve));
    },
    async stop() {
      await gateway.stop();
      for (const server of servers.values()) server.close().closeAllConnections();
    },
  };
}

/** Reads a client's answer whole. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text) as Pick<Answer, 'data'> & { errors?: Answer['errors'] };
  const codes = errors.map(({ extensions }) => extensions?.code);
  return { status: response.status, headers: response.headers, data, errors, codes, text };
}

/** The standard limits, some of them changed. */
export const limits = (over: Partial<Settings['limits']> = {}): Settings['limits'] => ({
  ...z.object(limitsShape).parse({}),
  LIMIT_USER_PER_MINUTE: 1_000_000,
  LIMIT_IP_PER_MINUTE: 1_000_000,
  ...over,
});

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A subgraph behind plain HTTP, as its own process serves it. */
async function serve(subgraph: Subgraph): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.url === '/health/ready') return response.end(JSON.stringify({ checks: await subgraph.checks() }));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const question = JSON.parse(Buffer.concat(chunks).toString()) as Pick<SubgraphRequest, 'query' | 'variables'>;
    try {
      const result = await subgraph.execute({
        ...question,
        token: request.headers.authorization?.slice('Bearer '.length),
        correlationId: String(request.headers['x-correlation-id']),
      });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
    } catch {
      response.writeHead(401).end('{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
