import type { ServerResponse } from 'node:http';
import { publicError } from '@app/kernel/errors';
import type { GraphQLError } from 'graphql';
import { bodyOf } from '../answering.ts';
import type { EventRequest } from '../live-port.ts';
import { type EventWriter, openEventWriter } from './event-writer.ts';
import { follow, leave } from './follow.ts';
import { type Admitted, admit, runOnce } from './operations.ts';
import type { Parts } from './parts.ts';
import { openQueue } from './queue.ts';
import { CLOSE, type Close, closedError, errorsIn } from './refusals.ts';
import type { Session } from './sessions.ts';
import { presented, type Watch } from './watch.ts';
import type { Written } from './written.ts';

/** How long clients may take to read why their stream ends before it is cut. */
const FAREWELL_MS = 3_000;

/** Serves the graphql-sse protocol, one stream an operation ("distinct connections"). */
export function serveSse(parts: Parts) {
  const open = new Map<ServerResponse, Ending>();
  return {
    /** Rejects with why there is no stream, as long as nothing was sent. */
    async answer(asked: EventRequest): Promise<void> {
      const { response } = asked;
      const ending: Ending = { why: undefined, end: () => undefined };
      open.set(response, ending);
      response.once('close', () => open.delete(response));
      await serve(parts, asked, ending);
    },
    size: () => open.size,
    /** Tells every client that the gateway goes away, as sockets are told by their close code. */
    async stop(): Promise<void> {
      for (const ending of open.values()) finish(ending, CLOSE.goingAway);
      for (const end = Date.now() + FAREWELL_MS; open.size > 0 && Date.now() < end; )
        await new Promise((resolve) => setTimeout(resolve, 10));
      for (const response of open.keys()) response.destroy();
    },
  };
}

/** How a stream comes to its end. */
interface Ending {
  /** Why it ends, where neither its client nor its operation ends it. */
  why: Close | undefined;
  end: () => void;
}

function finish(ending: Ending, why: Close): void {
  ending.why ??= why;
  ending.end();
}

async function serve(parts: Parts, asked: EventRequest, ending: Ending): Promise<void> {
  const { response, authorization } = asked;
  let session: Session | undefined;
  let left: (() => void) | undefined;
  try {
    session = await parts.sessions.open(authorization, (why) => finish(ending, why));
    left = parts.doors.enter(session.viewer.id);
    if (!left) throw closedError(CLOSE.tooManySockets);
    await run(parts, { asked, session, ending });
  } catch (error) {
    if (!response.headersSent) throw error;
    response.destroy();
  } finally {
    left?.();
    if (session) parts.sessions.close(session);
  }
}

interface Serving {
  readonly asked: EventRequest;
  readonly session: Session;
  readonly ending: Ending;
}

async function run(parts: Parts, serving: Serving): Promise<void> {
  const { request, response, parameters, ip } = serving.asked;
  const writer = openEventWriter(response);
  try {
    const admitted = await admit(parts, parameters, { session: serving.session, ip });
    if (admitted.kind === 'mutation' && request.method === 'GET')
      throw publicError('BAD_USER_INPUT', 'A mutation needs POST.');
    if (admitted.kind !== 'subscription')
      return await writer.last((await runOnce(parts, admitted, serving.session)).text);
    await told(parts, serving, { admitted, writer });
    // The client is told why, as a socket would be by its close code.
    const { why } = serving.ending;
    await writer.last(why && refused(parts, [closedError(why)]));
  } catch (error) {
    await writer.last(refused(parts, errorsIn(error)));
  } finally {
    writer.close();
  }
}

/** Tells a client what it follows until it leaves or is to end. Rejects with why the subscription has ended by itself. */
function told(
  parts: Parts,
  { asked: { response }, session, ending }: Serving,
  { admitted, writer }: { readonly admitted: Admitted; readonly writer: EventWriter },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let watch: Watch | undefined;
    ending.end = () => {
      if (watch) leave(watch);
      resolve();
    };
    response.once('close', ending.end);
    if (ending.why || response.destroyed) return resolve();
    const queue = openQueue(() => parts.sessions.end(session, CLOSE.tooSlow));
    // The next answer is made when the last one has been read: there is never more than one on its way.
    const sink = {
      take: () => true,
      ready: () => undefined,
      next: ({ text }: Written) => writer.next(text),
      ended: reject,
    };
    watch = follow(parts, admitted, { session, queue, sink });
  });
}

const refused = (parts: Parts, errors: readonly GraphQLError[]): string =>
  bodyOf({ kind: 'refused', errors: presented(parts, errors) });
