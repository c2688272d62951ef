import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { MAX_BYTES } from './queue.ts';

/** A socket's way out, shared by its operations. */
export interface Outlet {
  readonly socket: WebSocket;
  /** What the socket itself writes to. */
  readonly stream: Duplex;
  /** Resolves once the last large message has left. */
  flushed: Promise<void> | undefined;
  /** Room that was made in this turn of the event loop; what it was made for is sent within the turn. */
  coming: number;
}

/** A socket that has this much to send is waited for before the next answer is made. */
const ENOUGH_BYTES = 64 * 1024;
/** So little that a socket's operations together stay within bounds anyway. */
const LITTLE_BYTES = 4 * 1024;
const LOOK_AGAIN_MS = 20;

/** Opens the way out of a socket. */
export const openOutlet = (socket: WebSocket, stream: Duplex): Outlet => ({
  socket,
  stream,
  flushed: undefined,
  coming: 0,
});

const unread = ({ socket, coming }: Outlet): number => socket.bufferedAmount + coming;

const backedUp = (outlet: Outlet): boolean =>
  outlet.socket.readyState === outlet.socket.OPEN && unread(outlet) >= ENOUGH_BYTES;

/** Makes room for an answer of this length; false when it must wait, and be made anew: it would only grow old. */
export function take(outlet: Outlet, bytes: number): boolean {
  if (bytes < LITTLE_BYTES) return true;
  if (backedUp(outlet) && unread(outlet) + bytes > MAX_BYTES) return false;
  if (outlet.coming === 0)
    setImmediate(() => {
      outlet.coming = 0;
    });
  outlet.coming += bytes;
  return true;
}

/** Resolves once the client has taken most of what was sent; undefined when it has. */
export const ready = (outlet: Outlet): Promise<void> | undefined => (backedUp(outlet) ? drained(outlet) : undefined);

async function drained(outlet: Outlet): Promise<void> {
  // What the protocol itself has sent since is in nobody's promise.
  while (backedUp(outlet)) await (outlet.flushed ?? pause(LOOK_AGAIN_MS));
}

/**
 * Sends a whole frame to whoever is still there: in one piece, where `ws` would write its head and its content. Both write
 * whole frames only, at once, so that none comes to lie within another.
 */
export function send(outlet: Outlet, frame: Buffer): void {
  const { socket, stream } = outlet;
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount + frame.length < ENOUGH_BYTES) {
    stream.write(frame);
    return;
  }
  const mine = new Promise<void>((resolve) => stream.write(frame, () => resolve())).then(() => {
    if (outlet.flushed === mine) outlet.flushed = undefined;
  });
  outlet.flushed = mine;
}
