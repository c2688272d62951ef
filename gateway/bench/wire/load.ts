import { connect, type Socket } from 'node:net';
import { type Message, messageReader } from './messages.ts';

/** What to ask, and how long. */
export interface Load {
  readonly url: string;
  /** The next request of this connection. */
  next(connection: number): Sent;
  readonly connections: number;
  readonly seconds: number;
}

/** A request's JSON body and bearer token. */
export interface Sent {
  readonly body: string;
  readonly token?: string | undefined;
}

/** What a round measured. */
export interface Measured {
  readonly perSecond: number;
  /** Answers whenever they came, with the few after the end. */
  readonly answered: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers that were not 200, or had errors. */
  readonly failed: number;
}

/** Keeps every connection busy with one request at a time until the time is up; then waits for what is under way. */
export async function applyLoad(load: Load): Promise<Measured> {
  const tally: Tally = { times: [], inTime: 0, answered: 0, failed: 0, end: performance.now() + load.seconds * 1_000 };
  await Promise.all(Array.from({ length: load.connections }, (_, connection) => oneLine(load, connection, tally)));
  const sorted = Float64Array.from(tally.times).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    perSecond: tally.inTime / load.seconds,
    answered: tally.answered,
    p50: at(0.5),
    p99: at(0.99),
    failed: tally.failed,
  };
}

interface Tally {
  /** Milliseconds of every good answer. */
  readonly times: number[];
  inTime: number;
  answered: number;
  failed: number;
  readonly end: number;
}

/** How long after the end an answer is waited for. */
const PATIENCE_MS = 15_000;

/** One connection's requests, one after the other. A connection the gateway closes is opened again. */
function oneLine({ url, next }: Load, connection: number, tally: Tally): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve) => {
    let socket: Socket;
    let sent = 0;
    const finish = () => {
      clearTimeout(patience);
      socket.removeAllListeners('close').destroy();
      resolve();
    };
    const patience = setTimeout(finish, tally.end + PATIENCE_MS - performance.now());
    const send = () => {
      sent = performance.now();
      socket.write(requestText(`${hostname}:${port}`, pathname, next(connection)));
    };
    const answered = ({ head, body }: Message) => {
      note(tally, isGood(head, body), sent);
      if (performance.now() >= tally.end) finish();
      else if (/\r\nconnection: *close/i.test(head)) socket.end();
      else send();
    };
    const open = () => {
      socket = connect({ host: hostname, port: Number(port), noDelay: true }, send);
      socket.on('error', () => note(tally, false, sent));
      socket.once('close', () => (performance.now() < tally.end ? setTimeout(open, 10) : finish()));
      socket.on('data', messageReader(answered));
    };
    open();
  });
}

/** Late answers count for how long an answer takes, not for how many there are in a second. */
function note(tally: Tally, good: boolean, sent: number): void {
  const now = performance.now();
  tally.answered += 1;
  if (!good) {
    tally.failed += 1;
    return;
  }
  tally.times.push(now - sent);
  if (now < tally.end) tally.inTime += 1;
}

/** Errors come first or last in an answer, so that only its two ends need be read. */
const isGood = (head: string, body: Buffer): boolean =>
  head.startsWith('200', 9) && !body.includes('"errors":[', -600) && !body.subarray(0, 12).includes('{"errors"');

/** A GraphQL request as it goes over the wire. */
const requestText = (host: string, path: string, { body, token }: Sent): string =>
  `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\naccept: application/json\r\n${
    token ? `authorization: Bearer ${token}\r\n` : ''
  }content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
