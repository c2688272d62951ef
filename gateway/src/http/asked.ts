import type { IncomingMessage } from 'node:http';
import { type Parameters, readParameters, readUrl } from '../documents/parameters.ts';
import { badRequest } from '../documents/refusals.ts';
import { tooMuch } from '../limits/rule.ts';
import type { Limits } from '../limits/table.ts';
import { readJson } from './body.ts';
import { notPreflighted, wrongMethod } from './refusals.ts';

/** What a request asks for: one operation, or a batch. Throws a coded error when it cannot be read. */
export async function readAsked(request: IncomingMessage, limits: Limits): Promise<Parameters | readonly Parameters[]> {
  if (request.method === 'POST') {
    const body = await readJson(request, limits.LIMIT_BODY_BYTES);
    return Array.isArray(body) ? readBatch(body, limits) : readParameters(body);
  }
  if (request.method !== 'GET') throw wrongMethod();
  if (!isPreflighted(request)) throw notPreflighted();
  const { url = '' } = request;
  return readUrl(url.slice(url.indexOf('?') + 1 || url.length));
}

/** One operation, where nothing else makes sense. */
export function readOne(asked: Parameters | readonly Parameters[]): Parameters {
  if (Array.isArray(asked)) throw badRequest('An event stream carries one operation.');
  return asked as Parameters;
}

function readBatch(body: readonly unknown[], { LIMIT_BATCH }: Limits): readonly Parameters[] {
  if (LIMIT_BATCH === 1) throw badRequest('Batches are off here: send one operation a request.');
  if (body.length === 0) throw badRequest('The batch is empty.');
  if (body.length > LIMIT_BATCH) throw tooMuch(`At most ${LIMIT_BATCH} operations in one batch.`);
  return body.map(readParameters);
}

/**
 * Whether a browser would have asked us before it let a foreign page send this. Event streams are opened by an
 * `EventSource`, which cannot set headers, and answer nothing a foreign page can read.
 */
const isPreflighted = ({ headers }: IncomingMessage): boolean =>
  headers['apollo-require-preflight'] !== undefined ||
  headers['x-apollo-operation-name'] !== undefined ||
  headers['graphql-require-preflight'] !== undefined ||
  headers['content-type'] === 'application/json' ||
  isEventStream(headers.accept);

const isEventStream = (accept: string | undefined): boolean =>
  accept?.trimStart().startsWith('text/event-stream') === true;
