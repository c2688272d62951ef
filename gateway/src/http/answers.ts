import { type Answered, bodyOf } from '../answering.ts';
import { beside } from '../beside.ts';
import { statusOf } from '../errors.ts';
import { refusedOperations } from '../metrics.ts';
import { PLAIN_JSON, type Wanted } from './accept.ts';
import { COMPRESS_FROM_BYTES } from './compress.ts';
import type { Exchange } from './exchange.ts';
import type { Headers } from './headers.ts';
import { send } from './send.ts';

type Refused = Extract<Answered, { kind: 'refused' }>;

const NOT_KEPT = ['cache-control', 'no-store'];

/** Sends one whole answer. With data the status is 200, whether errors are beside it or not; without, it says what was wrong. */
export function sendAnswer(exchange: Exchange, wanted: Wanted | undefined, answered: Answered): Promise<void> {
  const type = wanted?.whole ?? PLAIN_JSON;
  if (answered.kind === 'answered')
    return send(exchange, { status: 200, type, body: bytesOf(answered), headers: keeping(exchange, answered) });
  refusedOperations.labels(codeOf(answered)).inc();
  const status = refusedStatus(answered, wanted);
  return send(exchange, { status, type, body: bodyOf(answered), headers: refusedHeaders(answered, status) });
}

const written = beside<Answered, Buffer>();

/** A large answer that several clients are given is put together once. */
function bytesOf(answered: Extract<Answered, { kind: 'answered' }>): string | Buffer {
  if (answered.data.length < COMPRESS_FROM_BYTES) return bodyOf(answered);
  return written.get(answered) ?? written.set(answered, Buffer.from(bodyOf(answered)));
}

/** Sends the answers to a batch, in the order of its operations; each says for itself how it went. */
export const sendBatch = (exchange: Exchange, wanted: Wanted, answers: readonly Answered[]): Promise<void> =>
  send(exchange, {
    status: 200,
    type: wanted.whole ?? PLAIN_JSON,
    body: `[${answers.map((answered) => bodyOf(answered)).join()}]`,
    headers: NOT_KEPT,
  });

const codeOf = ({ errors }: Refused): string => String(errors[0]?.extensions?.code);

/**
 * A legacy client takes any status but 200 for the network's. So it is told at 200 of an operation that cannot be run,
 * as long as its request was put together well.
 */
function refusedStatus(refused: Refused, wanted: Wanted | undefined): number {
  const status = statusOf(refused.errors);
  return wanted?.legacy && status === 400 && codeOf(refused) !== 'BAD_REQUEST' ? 200 : status;
}

function refusedHeaders({ errors }: Refused, status: number): Headers {
  const retryAfter = errors[0]?.extensions?.retryAfter;
  return [
    ...NOT_KEPT,
    ...(status === 405 ? ['allow', 'GET, POST, PUT'] : []),
    ...(retryAfter === undefined ? [] : ['retry-after', String(retryAfter)]),
  ];
}

/** Only a GET may be kept on the way, and only what is everybody's and whole. */
const keeping = ({ request }: Exchange, { errors, publicForSeconds }: Exclude<Answered, Refused>): Headers =>
  publicForSeconds && request.method === 'GET' && errors.length === 0
    ? ['cache-control', `public, max-age=${publicForSeconds}`]
    : NOT_KEPT;
