import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { badRequest } from '../documents/refusals.ts';
import { tooLarge, unsupported } from './refusals.ts';

/**
 * Reads a JSON body of at most `limit` bytes, packed or not. Throws UNSUPPORTED_MEDIA_TYPE, REQUEST_TOO_LARGE or
 * BAD_REQUEST. A request of another type is refused unread: a browser would send it for a foreign page without asking.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const type = request.headers['content-type'];
  if (type !== 'application/json' && !isJson(type)) throw unsupported('Send JSON: `content-type: application/json`.');
  const encoding = request.headers['content-encoding'];
  const bytes = await readBytes(request, limit);
  const text = encoding === undefined ? bytes : await unpacked(bytes, encoding, limit);
  try {
    return JSON.parse(text.toString());
  } catch {
    throw badRequest('The request body is not JSON.');
  }
}

/** JSON is UTF-8; a client that says otherwise is told so instead of being misread. */
const isJson = (type: string | undefined): boolean => {
  const [name = '', ...params] = (type ?? '').toLowerCase().split(';');
  const charset = params.map((param) => param.trim().replaceAll('"', '')).find((param) => param.startsWith('charset='));
  return name.trim() === 'application/json' && (charset === undefined || /^charset=utf-?8$/.test(charset));
};

/** Chunks as they come: an async iterator over the request costs several times as much. */
const readBytes = (request: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    if (Number(request.headers['content-length']) > limit) return reject(tooLarge());
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // What is still to come is read and dropped, so that the client gets to read why.
      if (size > limit) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
  });

const UNPACK = new Map([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

async function unpacked(bytes: Buffer, encoding: string, limit: number): Promise<Buffer> {
  if (encoding === 'identity') return bytes;
  const unpack = UNPACK.get(encoding.toLowerCase());
  if (!unpack) throw unsupported('This encoding of the request body is not supported; gzip, deflate and br are.');
  try {
    return (await unpack(bytes, { maxOutputLength: limit })) as Buffer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw badRequest(`The request body is not ${encoding}.`);
  }
}
