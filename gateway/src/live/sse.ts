import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { publicError } from '@app/kernel/errors';
import { answerJson } from '@app/kernel/http';
import type { Request } from 'express';
import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import { admit, type ClientOperation, runOnce } from './operations.ts';
import type { Parts } from './parts.ts';
import type { LiveStream } from './pull.ts';
import { CLOSE, type Close, errorsIn, toGraphQLError } from './refusals.ts';
import { openSession, type Session } from './sessions.ts';
import { openStream } from './stream.ts';

const HEARTBEAT_MS = 12_000;

/** Serves the graphql-sse protocol, one stream an operation ("distinct connections"). */
export function serveSse(parts: Parts) {
  const open = new Set<ServerResponse>();
  return {
    /** Whether the client wants an event stream before anything else. */
    wants: ({ method, headers }: Request): boolean =>
      /^\s*text\/event-stream/i.test(headers.accept ?? '') && (method === 'GET' || method === 'POST'),
    async answer(request: Request, response: ServerResponse): Promise<void> {
      open.add(response);
      response.once('close', () => open.delete(response));
      await serve(parts, request, response);
    },
    size: () => open.size,
    /** Ends without `complete`, so that clients come back. */
    stop() {
      for (const response of open) response.destroy();
    },
  };
}

async function serve(parts: Parts, request: Request, response: ServerResponse): Promise<void> {
  const ending: Ending = {};
  const end = (why: Close) => {
    ending.why = why;
    void ending.stream?.return();
  };
  let session: Session | undefined;
  let leave: (() => void) | undefined;
  try {
    const operation = operationIn(request);
    session = await openSession(parts.port, { authorization: request.headers.authorization, end });
    leave = parts.doors.enter(session.viewer().id);
    if (!leave) throw publicError('RATE_LIMITED', CLOSE.tooManySockets.reason);
    await run(parts, { request, response, operation, session, ending });
  } catch (error) {
    refuse(parts, response, toGraphQLError(error));
  } finally {
    leave?.();
    session?.close();
  }
}

interface Ending {
  stream?: LiveStream;
  /** Why the session ended while the stream was open. */
  why?: Close;
}

interface Serving {
  readonly request: Request;
  readonly response: ServerResponse;
  readonly operation: ClientOperation;
  readonly session: Session;
  readonly ending: Ending;
}

async function run(parts: Parts, { request, response, operation, session, ending }: Serving): Promise<void> {
  const writer = openWriter(response);
  response.once('close', () => void ending.stream?.return());
  try {
    const admitted = await admit(parts, operation, { session, ip: request.ip ?? '' });
    if (admitted.kind === 'mutation' && request.method === 'GET')
      throw publicError('BAD_USER_INPUT', 'A mutation needs POST.');
    if (admitted.kind !== 'subscription') return await writer.last(await runOnce(parts, admitted, session));
    ending.stream = openStream(parts, admitted, session);
    for await (const result of ending.stream) await writer.next(result);
    // The client is told why, as a socket would be by its close code.
    const { why } = ending;
    await writer.last(why && parts.presented({ errors: [publicError('UNAUTHENTICATED', why.reason)] }));
  } catch (error) {
    await writer.last(parts.presented({ errors: errorsIn(error) }));
  } finally {
    writer.close();
  }
}

/** Writes events no faster than the client reads them. */
function openWriter(response: ServerResponse) {
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
  const next = (result: FormattedExecutionResult) => write(`event: next\ndata: ${JSON.stringify(result)}\n\n`);
  return {
    next,
    async last(result?: FormattedExecutionResult) {
      if (result) await next(result);
      await write('event: complete\ndata:\n\n');
    },
    close() {
      clearInterval(heartbeat);
      response.end();
    },
  };
}

function operationIn(request: Request): ClientOperation {
  const given = request.method === 'GET' ? inUrl(request) : (request.body as unknown);
  const { query, operationName, variables } = (given ?? {}) as Partial<Record<keyof ClientOperation, unknown>>;
  const variablesFit = variables == null || (typeof variables === 'object' && !Array.isArray(variables));
  if (typeof query !== 'string' || (operationName != null && typeof operationName !== 'string') || !variablesFit)
    throw publicError('BAD_USER_INPUT', 'Send `query`, and if needed `operationName` and `variables`.');
  return { query, operationName: operationName || undefined, variables: (variables ?? {}) as Record<string, unknown> };
}

function inUrl(request: Request): object {
  const { searchParams } = new URL(request.originalUrl, 'http://gateway');
  const variables = searchParams.get('variables');
  try {
    return {
      query: searchParams.get('query'),
      operationName: searchParams.get('operationName'),
      variables: variables ? (JSON.parse(variables) as unknown) : null,
    };
  } catch {
    throw publicError('BAD_USER_INPUT', '`variables` must be JSON.');
  }
}

const STATUS: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, RATE_LIMITED: 429, BAD_USER_INPUT: 400 };

function refuse({ presented, port }: Parts, response: ServerResponse, error: GraphQLError): void {
  if (response.headersSent) return void response.destroy();
  const status = STATUS[String(error.extensions.code)] ?? 500;
  if (status === 500) port.log.error({ err: error }, 'an event stream could not be opened');
  answerJson(response, status, presented({ errors: [error] }));
}
