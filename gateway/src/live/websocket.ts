import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { publicError } from '@app/kernel/errors';
import type { ExecutionArgs, GraphQLError } from 'graphql';
import type { Context, SubscribePayload } from 'graphql-ws';
import { useServer as serveProtocol } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { readParameters } from '../documents/parameters.ts';
import { addressOf } from '../http/address.ts';
import { framed, once, type SocketOutlet, socketOutlet } from './frames.ts';
import { type Admitted, admit, runOnce } from './operations.ts';
import type { Parts } from './parts.ts';
import { openQueue } from './queue.ts';
import { CLOSE, type Close, errorsIn } from './refusals.ts';
import { openSession } from './sessions.ts';
import { openStream } from './stream.ts';
import type { Reader } from './watch.ts';

/** Operations one socket may have running. */
const MAX_OPERATIONS = 100;
const MAX_MESSAGE_BYTES = 128 * 1024;
/** A socket that does not answer a ping by the next one is gone. */
const KEEP_ALIVE_MS = 12_000;

interface Extra extends Record<PropertyKey, unknown> {
  readonly socket: WebSocket;
  /** Only until its sender is known: a socket may stay for days, and a request is as large as all the rest of it. */
  request: IncomingMessage | undefined;
  ip?: string;
  reader?: SocketReader;
  leave?: () => void;
}
interface SocketReader extends Reader {
  readonly outlet: SocketOutlet;
}
type Socket = Context<Record<string, unknown> | undefined, Extra>;
interface Prepared {
  readonly id: string;
  readonly admitted: Admitted;
  readonly reader: SocketReader;
}

/** Serves the graphql-ws protocol on /graphql. */
export function serveWebSocket(parts: Parts): { size(): number; unread(): number; stop(): Promise<void> } {
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
        extra.reader?.session.close();
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
    unread: () => [...sockets.clients].reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0),
    async stop() {
      httpServer.off('upgrade', upgrade);
      for (const socket of sockets.clients) closeSocket(socket, CLOSE.goingAway);
      await protocol.dispose();
    },
  };
}

const closeSocket = (socket: WebSocket, { code, reason }: Close): void => socket.close(code, reason);

/** Closes the socket and lets go of what it watches at once: it may take a while to notice. */
function end({ extra: { socket }, subscriptions }: Socket, why: Close): void {
  closeSocket(socket, why);
  for (const subscription of Object.values(subscriptions))
    if (subscription && 'return' in subscription) void subscription.return(undefined);
}

async function connect(parts: Parts, context: Socket): Promise<boolean> {
  const { extra, connectionParams } = context;
  const { socket, request } = extra;
  if (request) extra.ip = addressOf(request, parts.port.settings.trustedProxies);
  extra.request = undefined;
  try {
    const session = await openSession(parts.port, {
      authorization: authorizationIn(connectionParams),
      end: (why) => end(context, why),
    });
    const outlet = socketOutlet(socket);
    extra.reader = { session, outlet, queue: openQueue(outlet, () => session.end(CLOSE.tooSlow)) };
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
  const { reader, ip } = extra;
  if (!reader || ip === undefined) return [publicError('UNAUTHENTICATED', 'Sign in first.')];
  const { session } = reader;
  if (Object.keys(subscriptions).length > MAX_OPERATIONS)
    return [publicError('RATE_LIMITED', `At most ${MAX_OPERATIONS} operations at a time on one socket.`)];
  try {
    await session.recheck();
    const admitted = await admit(parts, readParameters(payload), { session, ip });
    const { graph, document, operationName } = admitted;
    const contextValue: Prepared = { id, admitted, reader };
    return { schema: graph.schema, document, operationName: operationName ?? null, contextValue };
  } catch (error) {
    return errorsIn(error);
  }
}

function answers(parts: Parts, { id, admitted, reader }: Prepared): AsyncIterable<never> {
  const { outlet, session } = reader;
  const stream =
    admitted.kind === 'subscription'
      ? openStream(parts, admitted, reader)
      : once(() => runOnce(parts, admitted, session));
  return framed({ outlet, id }, stream);
}

const preparedIn = (args: unknown): Prepared => (args as ExecutionArgs).contextValue as Prepared;

/** graphql-ws wraps what a stream throws. */
const unwrapped = (error: GraphQLError): readonly GraphQLError[] => errorsIn(error.originalError ?? error);
