import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a provider's API gets it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Answer = readonly [status: number, body: object];
/** The API of a stand-in: by `METHOD /path/:id`. */
export type Routes = Record<string, (asked: Asked, id: string) => Answer>;

/** A provider's API on a port of its own, which notes what it was asked. */
export async function standIn(routes: Routes, refuses: (asked: Asked) => Answer | null) {
  const asked: Asked[] = [];
  /** Answers with the next requests' fate: done, but the answer is lost. */
  let losing = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url ?? '', 'http://x');
    const one = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
    };
    asked.push(one);
    const [status, answer] = refuses(one) ?? find(routes, one);
    if (one.method === 'POST' && losing > 0) {
      losing -= 1;
      return void response.socket?.destroy();
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    lose: (count: number) => {
      losing = count;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function find(routes: Routes, asked: Asked): Answer {
  for (const [route, handle] of Object.entries(routes)) {
    const [method, pattern = ''] = route.split(' ');
    const match = new RegExp(`^${pattern.replaceAll('!', '\\!').replace(':id', '([^/]+)')}$`).exec(asked.path);
    if (method === asked.method && match) return handle(asked, decodeURIComponent(match[1] ?? ''));
  }
  return [404, { error: { type: 'invalid_request_error', message: `nothing at ${asked.method} ${asked.path}` } }];
}

/** What was answered under an idempotency key before, for the same body; another body is refused. */
export function onceByKey() {
  const known = new Map<string, { body: string; answer: Answer }>();
  return (key: string | string[] | undefined, body: string, answer: () => Answer, conflict: Answer): Answer => {
    if (typeof key !== 'string' || key.length < 10) return [400, { error: { message: 'no idempotency key' } }];
    const before = known.get(key);
    if (before) return before.body === body ? before.answer : conflict;
    const made = answer();
    known.set(key, { body, answer: made });
    return made;
  };
}

/** What a test does with a provider, whichever it is. */
export interface Bank {
  readonly name: 'stripe' | 'razorpay' | 'xendit';
  readonly currency: string;
  readonly settings: object;
  readonly asked: readonly Asked[];
  lose(count: number): void;
  /** A customer pays a session there. */
  pay(reference: string): void;
  /** The webhook it sends about a session that was paid, as it writes and signs it. */
  paidHook(reference: string, given?: { at?: Date }): { headers: Record<string, string>; body: string };
  /** What has gone back there, by the refund's id here. */
  refunds(): { refundId: string; amount: number; status: string }[];
  /** How the next refunds stand at first. */
  refundsBegin(status: 'pending' | 'done' | 'failed'): void;
  /** A refund that was pending ends; answers with the webhook about it. */
  endRefund(refundId: string, status: 'done' | 'failed'): { headers: Record<string, string>; body: string };
  /** How many sessions were opened for a payment. */
  sessionsOf(paymentId: string): number;
  close(): Promise<void>;
}
