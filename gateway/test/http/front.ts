import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anonymous } from '@app/kernel/viewer';
import { pino } from 'pino';
import type { Answered, Asked } from '../../src/answering.ts';
import type { Persisted } from '../../src/documents/persisted.ts';
import { openTexts } from '../../src/documents/texts.ts';
import type { Trusted } from '../../src/documents/trusted.ts';
import type { Settings } from '../../src/env.ts';
import { presenter } from '../../src/errors.ts';
import { type Front, type FrontParts, openFront } from '../../src/http/front.ts';
import { listen } from '../../src/http/listen.ts';
import { limits } from '../world/world.ts';

/** A front on a real port, over a desk that answers as a test wants it to. */
export interface TestFront {
  readonly url: string;
  readonly front: Front;
  /** What the desk was asked. */
  readonly asked: Asked[];
  readonly logged: string[];
  readonly spent: () => number;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  get(params: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

type Answer = (asked: Asked) => Answered | Promise<Answered>;

/** What the desk answers unless a test says otherwise: what it was asked. */
const echo: Answer = ({ query }) => ({ kind: 'answered', data: JSON.stringify({ query }), errors: [] });

interface Over {
  answer?: Answer;
  limits?: Partial<Settings['limits']>;
  settings?: Partial<Settings>;
  trusted?: Trusted;
}

/** Opens a front. */
export async function openTestFront(over: Omit<Partial<FrontParts>, 'settings'> & Over = {}): Promise<TestFront> {
  const asked: Asked[] = [];
  const logged: string[] = [];
  let spent = 0;
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const front = openFront({
    desk: {
      async answer(question) {
        asked.push(question);
        return (over.answer ?? echo)(question);
      },
    },
    texts: openTexts({ trusted: over.trusted, persisted: inMemory() }),
    viewerOf: async () => anonymous('gateway'),
    spend: async () => {
      spent += 1;
    },
    present: presenter({ openSchema: true, log }),
    pages: new Map(),
    events: async () => {},
    tickets: { issue: async () => 'ticket', redeem: async () => 'Bearer token' },
    log,
    ...over,
    settings: {
      limits: limits(over.limits),
      trustedProxies: 0,
      corsOrigins: [],
      publicUrl: 'http://localhost:4000',
      ...over.settings,
    } as Settings,
  });
  const server = createServer(front.answer);
  await listen(server, 0);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const send = (given: unknown, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof given === 'string' ? given : JSON.stringify(given),
    });
  return {
    url,
    front,
    asked,
    logged,
    spent: () => spent,
    post: send,
    get: (params, headers = {}) =>
      fetch(`${url}?${new URLSearchParams(params)}`, { headers: { 'apollo-require-preflight': '1', ...headers } }),
    close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
}

function inMemory(): Persisted {
  const texts = new Map<string, string>();
  return { find: async (hash) => texts.get(hash), keep: (hash, text) => void texts.set(hash, text) };
}

/** What a client sends to have a document remembered. */
export const named = (text: string) => ({
  persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') },
});

/** Status and codes of an answer. */
export async function verdictOf(response: Response): Promise<{ status: number; codes: unknown[] }> {
  const { errors = [] } = (await response.json()) as { errors?: { extensions?: { code?: unknown } }[] };
  return { status: response.status, codes: errors.map(({ extensions }) => extensions?.code) };
}
