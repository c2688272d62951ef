import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { publicError } from '@app/kernel/errors';
import type { GraphQLError } from 'graphql';
import { bodyOf } from '../answering.ts';
import type { EventRequest } from '../live-port.ts';
import { admit, runOnce } from './operations.ts';
import type { Parts } from './parts.ts';
import type { LiveStream } from './pull.ts';
import { openQueue } from './queue.ts';
import { CLOSE, type Close, closedError, errorsIn } from './refusals.ts';
import { openSession, type Session } from './sessions.ts';
import { openStream } from './stream.ts';

const HEARTBEAT_MS = 12_000;

/** Serves the graphql-sse protocol, one stream an operation ("distinct connections"). */
export function serveSse(parts: Parts) {
  const open = new Set<ServerResponse>();
  return {
    /** Rejects with why there is no stream, as long as nothing was sent. */
    async answer(asked: EventRequest): Promise<void> {
      const { response } = asked;
      open.add(response);
      response.once('close', () => open.delete(response));
      await serve(parts, asked);
    },
    size: () => open.size,
    /** Ends without `complete`, so that clients come back. */
    stop() {
      for (const response of open) response.destroy();
    },
  };
}

async function serve(parts: Parts, asked: EventRequest): Promise<void> {
  const { response, authorization } = asked;
  const ending: Ending = {};
  const end = (why: Close) => {
    ending.why = why;
    void ending.stream?.return();
  };
  let session: Session | undefined;
  let leave: (() => void) | undefined;
  try {
    session = await openSession(parts.port, { authorization, end });
    leave = parts.doors.enter(session.viewer().id);
    if (!leave) throw closedError(CLOSE.tooManySockets);
    await run(parts, { asked, session, ending });
  } catch (error) {
    if (!response.headersSent) throw error;
    response.destroy();
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
  readonly asked: EventRequest;
  readonly session: Session;
  readonly ending: Ending;
}

async function run(parts: Parts, { asked, session, ending }: Serving): Promise<void> {
  const { request, response, parameters, ip } = asked;
  const writer = openWriter(response);
  response.once('close', () => void ending.stream?.return());
  try {
    const admitted = await admit(parts, parameters, { session, ip });
    if (admitted.kind === 'mutation' && request.method === 'GET')
      throw publicError('BAD_USER_INPUT', 'A mutation needs POST.');
    if (admitted.kind !== 'subscription') return await writer.last(await runOnce(parts, admitted, session));
    // The next answer is pulled when the last one has been read: there is never more than one on its way.
    const queue = openQueue({ take: () => true, ready: () => undefined }, () => session.end(CLOSE.tooSlow));
    ending.stream = openStream(parts, admitted, { session, queue });
    for await (const text of ending.stream) await writer.next(text);
    // The client is told why, as a socket would be by its close code.
    const { why } = ending;
    await writer.last(why && refused(parts, [closedError(why)]));
  } catch (error) {
    await writer.last(refused(parts, errorsIn(error)));
  } finally {
    writer.close();
  }
}

const refused = ({ port }: Parts, errors: readonly GraphQLError[]): string =>
  bodyOf({ kind: 'refused', errors: errors.map((error) => port.present(error)) });

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
  const next = (text: string) => write(`event: next\ndata: ${text}\n\n`);
  return {
    next,
    async last(text?: string) {
      if (text !== undefined) await next(text);
      await write('event: complete\ndata:\n\n');
    },
    close() {
      clearInterval(heartbeat);
      response.end();
    },
  };
}
