import { GraphQLError } from 'graphql';
import { type Answered, bodyOf, type Desk } from '../answering.ts';
import type { Parameters } from '../documents/parameters.ts';
import type { Texts } from '../documents/texts.ts';
import type { Settings } from '../env.ts';
import type { Present } from '../errors.ts';
import type { AnswerEvents } from '../live-port.ts';
import type { RequestContext } from '../transport/source.ts';
import { type Wanted, wantedIn } from './accept.ts';
import { addressOf } from './address.ts';
import { sendAnswer, sendBatch } from './answers.ts';
import { readAsked, readOne } from './asked.ts';
import { admitted, timed } from './context.ts';
import type { Exchange } from './exchange.ts';
import { sendParts } from './parts.ts';
import { notAcceptable } from './refusals.ts';
import { authorizationOf, sendTicket, type TicketParts } from './tickets.ts';
import { counted } from './timing.ts';

/** What the graph over HTTP needs. */
export interface GraphqlParts extends TicketParts {
  readonly desk: Desk;
  readonly texts: Texts;
  readonly present: Present;
  readonly settings: Settings;
  /** Takes over requests that want an event stream. */
  readonly events: AnswerEvents;
}

/** Answers one request to the graph. Never rejects for what a client sent. */
export async function answerGraphql(parts: GraphqlParts, exchange: Exchange): Promise<void> {
  const wanted = wantedIn(exchange.request.headers.accept);
  try {
    if (exchange.request.method === 'PUT') return await sendTicket(parts, exchange);
    if (!wanted) throw notAcceptable();
    const asked = await readAsked(exchange.request, parts.settings.limits);
    if (wanted.events) {
      await follow(parts, exchange, readOne(asked));
      counted(exchange, 200);
    } else await answer(parts, exchange, { wanted, asked });
  } catch (error) {
    const { request, response } = exchange;
    // Nobody is there any more, or what was begun cannot be unsaid.
    if (request.destroyed && !request.complete) return;
    if (response.headersSent) return void refused(parts, exchange, error);
    await sendAnswer(exchange, wanted, refused(parts, exchange, error));
  }
}

/** As the client may see it; what is not for clients is logged and masked. */
const refused = ({ present }: GraphqlParts, { correlationId }: Exchange, error: unknown): Answered => {
  const known = error instanceof GraphQLError ? error : new GraphQLError('Failed before GraphQL.');
  return { kind: 'refused', errors: [present(known, error, correlationId)] };
};

async function follow(parts: GraphqlParts, exchange: Exchange, parameters: Parameters): Promise<void> {
  const { events, settings } = parts;
  const { request, response, headers } = exchange;
  const authorization = await authorizationOf(parts, request);
  response.setHeader('x-correlation-id', exchange.correlationId);
  for (let at = 0; at < headers.length; at += 2) response.setHeader(headers[at] ?? '', headers[at + 1] ?? '');
  return events({ request, response, authorization, parameters, ip: addressOf(request, settings.trustedProxies) });
}

interface Asking {
  readonly wanted: Wanted;
  readonly asked: Parameters | readonly Parameters[];
}

async function answer(parts: GraphqlParts, exchange: Exchange, { wanted, asked }: Asking): Promise<void> {
  const operations = Array.isArray(asked) ? asked.length : 1;
  const viewer = await admitted(parts, exchange, operations);
  const { context, done } = timed(viewer, exchange.correlationId, parts.settings.limits.LIMIT_REQUEST_MS);
  try {
    if (Array.isArray(asked)) await answerBatch(parts, exchange, { wanted, asked, context });
    else await answerOne(parts, exchange, { wanted, asked: asked as Parameters, context });
  } finally {
    done();
  }
}

type Owed<T> = { readonly wanted: Wanted; readonly asked: T; readonly context: RequestContext };

async function answerOne(parts: GraphqlParts, exchange: Exchange, owed: Owed<Parameters>): Promise<void> {
  const { wanted, asked, context } = owed;
  const readOnly = exchange.request.method === 'GET';
  const answered = await run(parts, asked, { context, readOnly, defer: wanted.parts });
  if (answered.kind === 'answered' && (answered.later || wanted.whole === undefined))
    return sendParts(exchange, bodyOf(answered, answered.later !== undefined), answered.later);
  return sendAnswer(exchange, wanted, answered);
}

async function answerBatch(parts: GraphqlParts, exchange: Exchange, owed: Owed<readonly Parameters[]>): Promise<void> {
  const { wanted, asked, context } = owed;
  const one = async (parameters: Parameters): Promise<Answered> =>
    run(parts, parameters, { context, readOnly: false, defer: false }).catch((error) =>
      refused(parts, exchange, error),
    );
  return sendBatch(exchange, wanted, await Promise.all(asked.map(one)));
}

interface Terms {
  readonly context: RequestContext;
  readonly readOnly: boolean;
  readonly defer: boolean;
}

/** Rejects with why the document cannot be found. */
async function run({ texts, desk }: GraphqlParts, parameters: Parameters, terms: Terms): Promise<Answered> {
  const { text, keep } = await texts.of(parameters);
  const { operationName, variables } = parameters;
  const { context, readOnly, defer } = terms;
  const answered = await desk.answer({ query: text, operationName, variables, context, readOnly, defer });
  // Only what passed every check is worth remembering.
  if (keep && answered.kind === 'answered') keep();
  return answered;
}
