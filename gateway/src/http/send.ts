import { COMPRESS_FROM_BYTES, gzipped, takesGzip } from './compress.ts';
import type { Exchange } from './exchange.ts';
import { counted } from './timing.ts';

/** A whole answer. */
export interface Outgoing {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** More headers, names and values in turn. */
  readonly headers?: readonly string[];
}

/** Sends a whole answer; compressed when it is large and the client takes it. Resolves when it has been handed over. */
export async function send(exchange: Exchange, outgoing: Outgoing): Promise<void> {
  const { body } = outgoing;
  // A character is at least a byte, so that short texts need not be measured.
  if (body.length < COMPRESS_FROM_BYTES || !takesGzip(exchange.request.headers['accept-encoding']))
    return write(exchange, outgoing);
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  write(exchange, { ...outgoing, body: await gzipped(bytes) }, 'gzip');
}

/** One header block and one body, of a known length. */
function write(exchange: Exchange, { status, type, body, headers }: Outgoing, encoding?: string): void {
  const { request, response } = exchange;
  const block = [
    'content-type',
    type,
    'content-length',
    String(typeof body === 'string' ? Buffer.byteLength(body) : body.length),
    'x-correlation-id',
    exchange.correlationId,
    ...exchange.headers,
  ];
  if (headers) block.push(...headers);
  if (encoding) block.push('content-encoding', encoding);
  response.writeHead(status, block);
  response.end(request.method === 'HEAD' ? undefined : body);
  counted(exchange, status);
}
