import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** Comments that keep proxies from closing a stream on which nothing happens. */
const HEARTBEAT_MS = 12_000;

/** Writes the events of one stream. */
export interface EventWriter {
  /** Sends an answer; resolves once the client has taken it. */
  next(text: string): Promise<void>;
  /** Sends the last answer, if there is one, and that it was the last. */
  last(text?: string): Promise<void>;
  close(): void;
}

/** Opens the stream; writes no faster than the client reads. */
export function openEventWriter(response: ServerResponse): EventWriter {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  });
  response.write(':\n\n');
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS).unref();
  const write = async (text: string): Promise<void> => {
    if (response.destroyed || response.write(text)) return;
    const over = new AbortController();
    const { signal } = over;
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).catch(
      () => undefined,
    );
    over.abort();
  };
  const next = (text: string) => write(`event: next\ndata: ${text}\n\n`);
  return {
    next,
    async last(text) {
      if (text !== undefined) await next(text);
      await write('event: complete\ndata:\n\n');
    },
    close() {
      clearInterval(heartbeat);
      response.end();
    },
  };
}
