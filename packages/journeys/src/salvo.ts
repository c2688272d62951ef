import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Answer, Client, Json } from './client.ts';

/** One HTTP request of a salvo. */
export interface Shot {
  readonly url: string;
  readonly token?: string | null;
  /** Sent as JSON; without it, an empty form is posted. */
  readonly body?: unknown;
}

/** What came back for a shot: `status` 0 and why, when the connection broke, so that nobody knows what became of it. */
export interface Impact {
  readonly status: number;
  readonly text: string;
}

/**
 * Sends all requests at the same moment: each has a socket of its own, all of them are open before the first request
 * leaves, and all leave in one turn of the event loop. Answers in the order of the requests.
 */
export async function salvo(shots: readonly Shot[]): Promise<Impact[]> {
  const sockets = await Promise.allSettled(shots.map(({ url }) => opened(new URL(url))));
  return Promise.all(
    sockets.map((socket, index) =>
      socket.status === 'fulfilled' ? fire(shots[index] as Shot, socket.value) : unanswered(socket.reason),
    ),
  );
}

const unanswered = (reason: unknown): Impact => ({ status: 0, text: String(reason) });

const opened = ({ hostname, port }: URL): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });

function fire({ url, token, body }: Shot, socket: Socket): Promise<Impact> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    'content-type': body === undefined ? 'application/x-www-form-urlencoded' : 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(token && { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve) => {
    const lost = (reason: unknown) => resolve(unanswered(reason));
    const post = request(url, { method: 'POST', headers, createConnection: () => socket });
    post.once('error', lost);
    post.once('response', (response) => void read(response).then(resolve, lost));
    post.end(text);
  });
}

async function read(response: IncomingMessage): Promise<Impact> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  response.socket.destroy();
  return { status: response.statusCode ?? 0, text };
}

/** An operation of somebody, to be sent in a salvo. */
export interface Operation {
  readonly client: Client;
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** What a client may repeat as it is: nothing came back, or that it was not decided in time. */
const REPEATABLE: readonly string[] = ['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT', 'TIMEOUT', 'GATEWAY_TIMEOUT'];
const INSISTENCE = 40;

/** Operations through the gateway at `url`, ready for a salvo. */
export const shotsOf = (url: string, operations: readonly Operation[]): Shot[] =>
  operations.map(({ client, query, variables }) => ({
    url: `${url}/graphql`,
    token: client.token,
    body: { query, variables },
  }));

/** Operations at the same moment through the gateway at `url`, each once: its data, or null where it is not known what became of it. */
export async function onceAtOnce(url: string, operations: readonly Operation[]): Promise<(Json | null)[]> {
  return (await salvo(shotsOf(url, operations))).map(decided);
}

/**
 * Operations at the same moment; the data of each, in order. One that is told to try again (by the gateway, or by what
 * `undecided` sees in its data) does so, under the same idempotency key, as a client would; any other error is thrown.
 */
export async function atOnce(
  url: string,
  operations: readonly Operation[],
  undecided: (data: Json) => boolean = () => false,
): Promise<Json[]> {
  const shots = shotsOf(url, operations);
  return insistOn(shots, await salvo(shots), undecided);
}

/** The data of operations that were part of a salvo; what came of one that was not decided is asked for again. */
export const insistOn = (
  shots: readonly Shot[],
  impacts: readonly Impact[],
  undecided: (data: Json) => boolean = () => false,
): Promise<Json[]> => Promise.all(impacts.map((impact, index) => insist(shots[index] as Shot, impact, undecided)));

async function insist(shot: Shot, first: Impact, undecided: (data: Json) => boolean): Promise<Json> {
  let impact = first;
  for (let attempt = 1; ; attempt++) {
    const data = decided(impact);
    if (data && !undecided(data)) return data;
    await breathe(attempt, impact);
    [impact = unanswered('nothing was sent')] = await salvo([shot]);
  }
}

/** The same for one operation over the client's own connections. Only for what may be sent again as it is. */
export async function askUntilDecided({ send }: Client, query: string, variables?: Record<string, unknown>) {
  for (let attempt = 1; ; attempt++) {
    const impact = await send(query, variables).then(
      (answer) => ({ status: 200, text: JSON.stringify(answer) }),
      unanswered,
    );
    const data = decided(impact);
    if (data) return data;
    await breathe(attempt, impact);
  }
}

/** A moment before the next attempt, longer each time. Throws what was told last when there were enough of them. */
async function breathe(attempt: number, { status, text }: Impact): Promise<void> {
  if (attempt === INSISTENCE)
    throw new Error(`still undecided after ${attempt} attempts: ${status} ${text.slice(0, 500)}`);
  await new Promise((resolve) => setTimeout(resolve, Math.min(200 * attempt, 2_000) * (0.5 + Math.random())));
}

/** The data of an answer; null when it may be asked again. Throws what must never reach a client. */
function decided({ status, text }: Impact): Json | null {
  const { data, errors } = answerOf(text);
  if (data && !errors) return data;
  const code = errors?.[0]?.extensions?.code ?? 'UPSTREAM_UNAVAILABLE';
  if (REPEATABLE.includes(code)) return null;
  throw new Error(`${status}: ${text.slice(0, 500)}`);
}

function answerOf(text: string): Answer<Json> {
  try {
    return JSON.parse(text) as Answer<Json>;
  } catch {
    return {};
  }
}
