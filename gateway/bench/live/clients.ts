import { WebSocket } from 'ws';
import { trackingQuery } from './world.ts';

/** What one client is told, as it comes. */
export type OnStep = (step: { readonly sequence: number; readonly kind: string; readonly ageMs: number }) => void;

/** A client that watches one order over a socket of its own. */
export interface Client {
  /** Resolves with the first step. */
  readonly first: Promise<void>;
  /** The cursor of the last step. */
  cursor(): string | undefined;
  cut(): void;
}

/** How a client watches. */
export interface Watching {
  readonly url: string;
  readonly orderId: string;
  /** Makes its question different from everybody else's. */
  readonly mark?: string | undefined;
  readonly after?: string | undefined;
  /** Who watches; nobody in particular without it. */
  readonly token?: string | undefined;
  readonly onStep: OnStep;
}

const SEQUENCE = /"sequence":(\d+)/;
const KIND = /"kind":"(\w+)"/;
const AT = /"at":"([^"]+)"/;
const CURSOR = /"cursor":"([^"]+)"/;
const CONNECT_MS = 60_000;

/** Opens a socket and subscribes. What it is told is read with patterns: the load must cost less than what it measures. */
export function watch({ url, orderId, mark, after, token, onStep }: Watching): Client {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
  let last = after;
  const first = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no first step within a minute')), CONNECT_MS);
    socket.on('error', reject);
    socket.on('close', (code, reason) => reject(new Error(`closed: ${code} ${reason}`)));
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: asWho(token) })));
    socket.on('message', (data) => {
      const text = String(data);
      if (!text.includes('"type":"next"')) return answer(text, reject);
      clearTimeout(late);
      resolve();
      last = CURSOR.exec(text)?.[1] ?? last;
      const ageMs = Date.now() - Date.parse(AT.exec(text)?.[1] ?? '');
      onStep({ sequence: Number(SEQUENCE.exec(text)?.[1]), kind: KIND.exec(text)?.[1] ?? '', ageMs });
    });
  });
  const answer = (text: string, reject: (why: Error) => void) => {
    if (text.includes('"connection_ack"')) subscribe();
    else if (text.includes('"type":"ping"')) socket.send('{"type":"pong"}');
    else reject(new Error(text.slice(0, 300)));
  };
  const subscribe = () => {
    const payload = { query: trackingQuery(mark), variables: { orderId, ...(after !== undefined && { after }) } };
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
  };
  first.catch(() => undefined);
  return { first, cursor: () => last, cut: () => socket.terminate() };
}

const asWho = (token: string | undefined) => token && { authorization: `Bearer ${token}` };

/** Opens many, so many at a time, and answers when each has its first step. Throws when one does not get it. */
export async function watchAll(count: number, one: (n: number) => Watching, atOnce = 50): Promise<Client[]> {
  const clients: Client[] = [];
  for (let n = 0; n < count; n += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, count - n) }, (_, at) => watch(one(n + at)));
    clients.push(...some);
    await Promise.all(some.map(({ first }) => first));
  }
  return clients;
}
