import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@app/kernel/log';
import { sendAnswer } from './answers.ts';
import { correlationOf } from './correlation.ts';
import { type Cors, openCors } from './cors.ts';
import type { Exchange } from './exchange.ts';
import { answerGraphql, type GraphqlParts } from './graphql.ts';
import { graphHeaders, pageHeaders } from './headers.ts';
import { answerPage, json, type Pages, saying, sendPage } from './pages.ts';
import { goingAway } from './refusals.ts';
import { counted } from './timing.ts';

/** The one address of the graph. */
export const GRAPHQL_PATH = '/graphql';

/** Everything that is answered over HTTP. */
export interface Front {
  /** Listens to the server's `request` events. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** From now on, new requests to the graph are sent elsewhere (503) and connections end with their answers. */
  stop(): void;
}

/** What the front consists of. */
export interface FrontParts extends GraphqlParts {
  readonly pages: Pages;
  readonly log: Logger;
}

/** Opens the front: the graph, and pages around it. */
export function openFront(parts: FrontParts): Front {
  const { settings, pages } = parts;
  const ofGraph = openCors(settings.corsOrigins, graphHeaders(settings), 'accept, accept-encoding');
  const ofPages = openCors(settings.corsOrigins, pageHeaders(settings), 'accept-encoding');
  let stopping = false;

  async function graph(exchange: Exchange): Promise<void> {
    if (stopping) return sendStopping(parts, exchange);
    if (exchange.request.method === 'OPTIONS') return sendPreflight(exchange, ofGraph);
    return answerGraphql(parts, exchange);
  }

  return {
    answer(request, response) {
      const { url = '/' } = request;
      const query = url.indexOf('?');
      const path = query < 0 ? url : url.slice(0, query);
      const isGraph = path === GRAPHQL_PATH;
      const exchange: Exchange = {
        request,
        response,
        correlationId: correlationOf(request.headers['x-correlation-id']),
        route: isGraph || (pages.has(path) && MEASURED.test(path)) ? path : 'other',
        begun: performance.now(),
        headers: (isGraph ? ofGraph : ofPages).headers(request.headers.origin),
      };
      if (stopping) response.shouldKeepAlive = false;
      const answered = isGraph ? graph(exchange) : answerPage(pages, exchange, path);
      // Nothing that goes wrong with one request may end the process.
      answered.catch((error: unknown) => failed(parts.log, exchange, error).catch(() => response.destroy()));
    },
    stop() {
      stopping = true;
    },
  };
}

/** The explorer's many files count as one. */
const MEASURED = /^\/(health|metrics|\.well-known)/;

function sendPreflight(exchange: Exchange, cors: Cors): void {
  const { request, response, headers } = exchange;
  const asked = request.headers['access-control-request-headers'];
  response.writeHead(204, ['allow', 'GET, POST, PUT, OPTIONS', ...headers, ...cors.preflight(asked)]).end();
  counted(exchange, 204);
}

function sendStopping({ present }: FrontParts, exchange: Exchange): Promise<void> {
  return sendAnswer(exchange, undefined, { kind: 'refused', errors: [present(goingAway())] });
}

/** The last resort: a fault of ours, told with nothing but its number. */
async function failed(log: Logger, exchange: Exchange, error: unknown): Promise<void> {
  const { response, correlationId } = exchange;
  log.error({ err: error, correlationId }, 'a request failed');
  if (response.headersSent) return void response.destroy();
  const body = saying('Something went wrong on our side.', 'INTERNAL_SERVER_ERROR', { correlationId });
  await sendPage(exchange, json(body, { status: 500 }));
}
