import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { publicError } from '@app/kernel/errors';
import type { ExecutionArgs, GraphQLError } from 'graphql';
import type { Context, SubscribePayload } from 'graphql-ws';
import { useServer as serveProtocol } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { readParameters } from '../documents/parameters.ts';
import { addressOf } from '../http/address.ts';
import { type Frames, framed, once } from './frames.ts';
import { type Admitted, admit, runOnce } from './operations.ts';
import type { Parts } from './parts.ts';
import { CLOSE, type Close, errorsIn } from './refusals.ts';
import { openSession, type Session } from './sessions.ts';
import { openStream } from './stream.ts';

/** Operations one socket may have running. */
const MAX_OPERATIONS = 100;
const MAX_MESSAGE_BYTES = 128 * 1024;
/** A socket that does not answer a ping by the next one is gone. */
const KEEP_ALIVE_MS = 12_000;

interface Extra extends Record<PropertyKey, unknown> {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  session?: Session;
  leave?: () => void;
}
type Socket = Context<Record<string, unknown> | undefined, Extra>;
interface Prepared extends Frames {
  readonly admitted: Admitted;
  readonly session: Session;
}

/** Serves the graphql-ws protocol on /graphql. */
export function serveWebSocket(parts: Parts): { size(): number; stop(): Promise<void> } {
  const { httpServer } = parts.port;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  const protocol = serveProtocol<Record<string, unknown> | undefined, Extra>(
    {
      onConnect: (socket) => connect(parts, socket),
      onSubscribe: (socket, id, payload) => subscribe(parts, socket, { ...payload, id }),
      subscribe: (args) => answers(parts, preparedIn(args)) as never,
      execute: (args) => answers(parts, preparedIn(args)) as never,
      onError: (_socket, _id, _payload, errors) => errors.flatMap(unwrapped).map((error) => parts.port.present(error)),
      onClose: ({ extra }) => {
        extra.session?.close();
        extra.leave?.();
      },
    },
    sockets,
    KEEP_ALIVE_MS,
  );

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== '/graphql') return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  };
  httpServer.on('upgrade', upgrade);

  return {
    size: () => sockets.clients.size,
    async stop() {
      httpServer.off('upgrade', upgrade);
      for (const socket of sockets.clients) closeSocket(socket, CLOSE.goingAway);
      await protocol.dispose();
    },
  };
}

const closeSocket = (socket: WebSocket, { code, reason }: Close): void => socket.close(code, reason);

async function connect(parts: Parts, { extra, connectionParams }: Socket): Promise<boolean> {
  const { socket } = extra;
  try {
    const session = await openSession(parts.port, {
      authorization: authorizationIn(connectionParams),
      end: (why) => closeSocket(socket, why),
    });
    extra.session = session;
    const leave = parts.doors.enter(session.viewer().id);
    if (leave) extra.leave = leave;
    else closeSocket(socket, CLOSE.tooManySockets);
    // Gone while its token was looked at: nobody will tell us again.
    if (socket.readyState !== socket.OPEN) {
      session.close();
      leave?.();
      return false;
    }
    return true;
  } catch (error) {
    parts.port.log.info({ err: error }, 'a socket was refused');
    closeSocket(socket, CLOSE.badToken);
    return false;
  }
}

/** Clients spell it as in HTTP, some with a capital. */
function authorizationIn(params: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const given = params?.authorization ?? params?.Authorization;
  return typeof given === 'string' && given !== '' ? given : undefined;
}

async function subscribe(
  parts: Parts,
  { extra, subscriptions }: Socket,
  { id, ...payload }: SubscribePayload & { readonly id: string },
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const { session, request } = extra;
  if (!session) return [publicError('UNAUTHENTICATED', 'Sign in first.')];
  if (Object.keys(subscriptions).length > MAX_OPERATIONS)
    return [publicError('RATE_LIMITED', `At most ${MAX_OPERATIONS} operations at a time on one socket.`)];
  try {
    await session.recheck();
    const ip = addressOf(request, parts.port.settings.trustedProxies);
    const admitted = await admit(parts, readParameters(payload), { session, ip });
    const { graph, document, operationName } = admitted;
    const contextValue: Prepared = { admitted, session, socket: extra.socket, id };
    return { schema: graph.schema, document, operationName: operationName ?? null, contextValue };
  } catch (error) {
    return errorsIn(error);
  }
}

function answers(parts: Parts, prepared: Prepared): AsyncIterable<never> {
  const { admitted, session } = prepared;
  if (admitted.kind === 'subscription') return framed(prepared, openStream(parts, admitted, session));
  return framed(
    prepared,
    once(() => runOnce(parts, admitted, session)),
  );
}

const preparedIn = (args: unknown): Prepared => (args as ExecutionArgs).contextValue as Prepared;

/** graphql-ws wraps what a stream throws. */
const unwrapped = (error: GraphQLError): readonly GraphQLError[] => errorsIn(error.originalError ?? error);
