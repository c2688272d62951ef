import type { IncomingMessage } from 'node:http';
import type { Exchange } from './exchange.ts';
import { send } from './send.ts';

/** What a page answers. */
export interface Page {
  readonly status?: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** How long it may be kept (`cache-control`); unsaid otherwise. */
  readonly cache?: string;
  /** What changes when the body does: a client that has it is told so instead. */
  readonly etag?: string;
}

/** Everything that is read by GET, by its exact path. */
export type Pages = ReadonlyMap<string, (request: IncomingMessage) => Page | Promise<Page>>;

/** A page that is JSON. */
export const json = (value: unknown, more: Partial<Page> = {}): Page => ({
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
  ...more,
});

/** Answers from the pages: 404 for what is none, 405 for what would change it. Rejects with what a page throws. */
export async function answerPage(pages: Pages, exchange: Exchange, path: string): Promise<void> {
  const { request } = exchange;
  const page = pages.get(path);
  if (!page) return sendPage(exchange, json(saying('There is nothing here.', 'NOT_FOUND'), { status: 404 }));
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return sendPage(exchange, json(saying('Use GET.', 'METHOD_NOT_ALLOWED'), { status: 405 }), ['allow', 'GET, HEAD']);
  return sendPage(exchange, await page(request));
}

/** An error as a body. */
export const saying = (message: string, code: string, more: object = {}) => ({
  errors: [{ message, extensions: { code, ...more } }],
});

/** Sends a page, or that the client has it already. */
export function sendPage(exchange: Exchange, page: Page, more: readonly string[] = []): Promise<void> {
  const { status = 200, type, body, cache, etag } = page;
  const headers = [...more, ...(cache ? ['cache-control', cache] : []), ...(etag ? ['etag', etag] : [])];
  const has = etag !== undefined && exchange.request.headers['if-none-match'] === etag;
  return send(exchange, has ? { status: 304, type, body: '', headers } : { status, type, body, headers });
}
