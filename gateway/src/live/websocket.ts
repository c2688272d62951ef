import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols, MessageType, stringifyMessage } from 'graphql-ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { addressOf } from '../http/address.ts';
import { textFrame } from './frames.ts';
import { openOutlet, send } from './outlet.ts';
import type { Parts } from './parts.ts';
import { dismiss, lookAfter, newPeer, type Peer, release } from './peers.ts';
import { hear, type Protocol } from './protocol.ts';
import { openQueue } from './queue.ts';
import { CLOSE } from './refusals.ts';

const MAX_MESSAGE_BYTES = 128 * 1024;
const LOOK_EVERY_MS = 1_000;
/** How long clients may take to answer a close before their sockets are cut. */
const FAREWELL_MS = 3_000;

/** Serves the graphql-transport-ws protocol on /graphql. */
export function serveWebSocket(parts: Parts): { size(): number; unread(): number; stop(): Promise<void> } {
  const { httpServer } = parts.port;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => handleProtocols(offered),
  });
  const peers = new Map<WebSocket, Peer>();
  const greet = greeting(parts, peers);
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== '/graphql') return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, greet);
  };
  httpServer.on('upgrade', upgrade);
  let looked = Date.now();
  const looking = setInterval(() => {
    const now = Date.now();
    const late = now - looked > 2 * LOOK_EVERY_MS;
    looked = now;
    // What clients said while this process was held up has not been read yet: that is not their silence.
    if (late) return;
    for (const peer of peers.values()) lookAfter(peer, now);
  }, LOOK_EVERY_MS).unref();

  return {
    size: () => peers.size,
    unread: () => [...peers.keys()].reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0),
    async stop() {
      httpServer.off('upgrade', upgrade);
      clearInterval(looking);
      for (const peer of peers.values()) dismiss(peer, CLOSE.goingAway);
      for (const end = Date.now() + FAREWELL_MS; peers.size > 0 && Date.now() < end; )
        await new Promise((resolve) => setTimeout(resolve, 10));
      for (const socket of peers.keys()) socket.terminate();
    },
  };
}

/** Takes in a socket that was just opened. Its listeners are the same functions for all sockets. */
function greeting(parts: Parts, peers: Map<WebSocket, Peer>): (socket: WebSocket, request: IncomingMessage) => void {
  const protocol: Protocol = { parts, welcome: (peer, params) => void welcome(parts, peer, params) };
  const of = (socket: WebSocket, work: (peer: Peer) => void): void => {
    const peer = peers.get(socket);
    if (peer) work(peer);
  };
  function message(this: WebSocket, data: RawData): void {
    if (this.readyState === this.OPEN) of(this, (peer) => hear(protocol, peer, String(data)));
  }
  function pong(this: WebSocket): void {
    of(this, (peer) => {
      peer.alive = true;
    });
  }
  function close(this: WebSocket): void {
    of(this, (peer) => {
      peers.delete(this);
      if (peer.session) parts.sessions.close(peer.session);
      release(peer);
    });
  }
  // The socket closes by itself, and says why to its client where it is the client's fault.
  const failed = (error: Error): void => parts.port.log.info({ err: error }, 'a socket failed');

  return (socket, request) => {
    socket.on('error', failed);
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
      return socket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    const outlet = openOutlet(socket, request.socket);
    peers.set(socket, newPeer(outlet, addressOf(request, parts.port.settings.trustedProxies)));
    socket.on('message', message).on('pong', pong).on('close', close);
  };
}

/** Finds out who a client is and acknowledges it, or closes its socket and says why. */
async function welcome(parts: Parts, peer: Peer, params: Params): Promise<void> {
  const { outlet } = peer;
  const { socket } = outlet;
  try {
    const session = await parts.sessions.open(authorizationIn(params), (why) => dismiss(peer, why));
    peer.session = session;
    peer.queue = openQueue(() => parts.sessions.end(session, CLOSE.tooSlow));
    peer.left = parts.doors.enter(session.viewer.id);
    if (!peer.left) dismiss(peer, CLOSE.tooManySockets);
    // Gone while its token was looked at: nobody will tell us again.
    if (socket.readyState !== socket.OPEN) {
      parts.sessions.close(session);
      return release(peer);
    }
    peer.stage = 'known';
    send(outlet, textFrame(stringifyMessage({ type: MessageType.ConnectionAck })));
  } catch (error) {
    parts.port.log.info({ err: error }, 'a socket was refused');
    dismiss(peer, CLOSE.badToken);
  }
}

type Params = Readonly<Record<string, unknown>> | undefined;

/** Clients spell it as in HTTP, some with a capital. */
function authorizationIn(params: Params): string | undefined {
  const given = params?.authorization ?? params?.Authorization;
  return typeof given === 'string' && given !== '' ? given : undefined;
}
