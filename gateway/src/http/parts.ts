import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Exchange } from './exchange.ts';
import { counted } from './timing.ts';

const TYPE = 'multipart/mixed; boundary="-"; deferSpec=20220824';
const START = '\r\n---\r\n';
const HEAD = 'content-type: application/json; charset=utf-8\r\n\r\n';
/** A part is complete for a client's parser once the boundary behind it has come. */
const NEXT = '\r\n---\r\n';
const END = '\r\n-----\r\n';
const IS_LAST = /"hasNext":false\}$/;

/**
 * Sends an answer in parts: the first now, the others as they come and no faster than the client reads. A client that
 * leaves ends the iteration. Rejects with what the iteration throws; the client then sees the connection break off.
 */
export async function sendParts(exchange: Exchange, first: string, later?: AsyncIterable<string>): Promise<void> {
  const { response } = exchange;
  response.writeHead(200, [
    'content-type',
    TYPE,
    'cache-control',
    'no-store, no-transform',
    'x-accel-buffering',
    'no',
    'x-correlation-id',
    exchange.correlationId,
    ...exchange.headers,
  ]);
  if (!later) {
    response.end(START + HEAD + first + END);
    return counted(exchange, 200);
  }
  const parts = later[Symbol.asyncIterator]();
  const leave = () => void parts.return?.();
  response.once('close', leave);
  try {
    await write(response, START + HEAD + first + NEXT);
    await writeAll(response, parts);
    counted(exchange, 200);
  } catch (error) {
    response.destroy();
    throw error;
  }
}

async function writeAll(response: ServerResponse, parts: AsyncIterator<string>): Promise<void> {
  while (!response.destroyed) {
    const { done, value: part } = await parts.next();
    if (response.destroyed) return;
    if (done) return void response.end(`${HEAD}{"hasNext":false}${END}`);
    if (IS_LAST.test(part)) return void response.end(HEAD + part + END);
    await write(response, HEAD + part + NEXT);
  }
}

async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.write(text) || response.destroyed) return;
  const over = new AbortController();
  const { signal } = over;
  // Whichever comes first; the other must not stay behind as a listener.
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).catch(() => undefined);
  over.abort();
}
