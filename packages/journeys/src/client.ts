import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** An answer over HTTP. */
export interface Answer<Data = Record<string, never>> {
  readonly data?: Data | null;
  readonly errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: { code?: string } }[];
}

/** What a journey reads out of answers; it says itself what it expects there. */
// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the tests assert, not what they assume.
export type Json = any;

/** Somebody at the public door, signed in or not. Knows HTTP, WebSocket and the contract, and nothing from inside. */
export interface Client {
  readonly token: string | null;
  /** Sends an operation and answers with everything that came back. */
  send(query: string, variables?: Record<string, unknown>): Promise<Answer<Json>>;
  /** Sends an operation that must not have top-level errors; answers with its data. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Json>;
  /** Follows a subscription over WebSocket. */
  watch(query: string, variables?: Record<string, unknown>): Watch;
}

/** A subscription under way. */
export interface Watch {
  /** Everything heard so far: the root field's payloads. */
  readonly heard: Json[];
  /** Errors and close reasons that ended it. */
  readonly ended: Promise<unknown>;
  /** Waits until something heard satisfies `test`, and answers with it. */
  until(test: (payload: Json) => boolean, what?: string, ms?: number): Promise<Json>;
  /** Cuts the connection as a bad network would. */
  cut(): void;
  stop(): void;
}

/** A client of the gateway at `url`. */
export function connect(url: string, token: string | null = null): Client {
  const send: Client['send'] = async (query, variables = {}) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    return post(`${url}/graphql`, { headers, body: JSON.stringify({ query, variables }) });
  };
  return {
    token,
    send,
    async ask(query, variables) {
      const { data, errors } = await send(query, variables);
      if (errors) throw new Error(`${query.trim().slice(0, 80)}: ${JSON.stringify(errors)}`);
      return data;
    },
    watch: (query, variables) => watch(url, token, { query, variables: variables ?? {} }),
  };
}

/** Throws what came instead of an answer, and why nothing came. */
async function post(
  url: string,
  { headers, body }: { headers: Record<string, string>; body: string },
): Promise<Answer<Json>> {
  let told = '';
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    told = `${response.status} `;
    const text = await response.text();
    told += text.slice(0, 300);
    return JSON.parse(text) as Answer<Json>;
  } catch (error) {
    const { cause = '' } = error as Error;
    throw new Error(`no answer: ${told}${error} ${cause}`, { cause: error });
  }
}

function watch(
  url: string,
  token: string | null,
  operation: { query: string; variables: Record<string, unknown> },
): Watch {
  const heard: Json[] = [];
  const listeners = new Set<() => void>();
  let socket: WebSocket | undefined;
  const client = createSocketClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token && { connectionParams: { authorization: `Bearer ${token}` } }),
    on: {
      opened(opened) {
        socket = opened as WebSocket;
      },
    },
  });
  const ended = new Promise<unknown>((resolve) => {
    client.subscribe<Record<string, Json>>(operation, {
      next({ data, errors }) {
        if (errors) heard.push({ errors });
        else heard.push(Object.values(data ?? {})[0]);
        for (const listener of listeners) listener();
      },
      error: resolve,
      complete: () => resolve(undefined),
    });
  });
  return {
    heard,
    ended,
    until: (test, what = test.toString(), ms = 45_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(new Error(`not heard within ${ms} ms: ${what}\nheard: ${JSON.stringify(heard)}`));
        }, ms);
        const look = () => {
          const found = heard.find(test);
          if (found === undefined) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
      }),
    cut: () => socket?.terminate(),
    stop: () => void client.dispose(),
  };
}

/** Asks again until `read` answers something; for what other domains do in their own time. */
export async function eventually<T>(
  read: () => Promise<T | null | undefined | false>,
  what: string,
  ms = 45_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await read();
    if (found) return found;
    if (Date.now() > end) throw new Error(`did not happen within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
