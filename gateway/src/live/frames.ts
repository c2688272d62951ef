import { setTimeout as pause } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { type LiveStream, streamOf } from './pull.ts';
import { MAX_BYTES, type Outlet } from './queue.ts';

/** A socket's way out, shared by its operations. */
export interface SocketOutlet extends Outlet {
  send(message: string): void;
}

/** A socket that has this much to send is waited for before the next answer is made. */
const ENOUGH_BYTES = 64 * 1024;
/** So little that a socket's operations together stay within bounds anyway. */
const LITTLE_BYTES = 4 * 1024;
const LOOK_AGAIN_MS = 20;

/** Opens the way out of a socket. */
export function socketOutlet(socket: WebSocket): SocketOutlet {
  let flushed: Promise<void> | undefined;
  /** Room that was made in this turn of the event loop; what it was made for is sent within the turn. */
  let coming = 0;
  const unread = () => socket.bufferedAmount + coming;
  const backedUp = () => socket.readyState === socket.OPEN && unread() >= ENOUGH_BYTES;
  const drain = async () => {
    // What the protocol itself has sent since is in nobody's promise.
    while (backedUp()) await (flushed ?? pause(LOOK_AGAIN_MS));
  };
  return {
    take(bytes) {
      if (bytes < LITTLE_BYTES) return true;
      if (backedUp() && unread() + bytes > MAX_BYTES) return false;
      if (coming === 0)
        setImmediate(() => {
          coming = 0;
        });
      coming += bytes;
      return true;
    },
    ready: () => (backedUp() ? drain() : undefined),
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount + message.length < ENOUGH_BYTES) return socket.send(message);
      const mine = new Promise<void>((resolve) => socket.send(message, () => resolve())).then(() => {
        if (flushed === mine) flushed = undefined;
      });
      flushed = mine;
    },
  };
}

/**
 * Sends the answers themselves as `next` messages, and tells graphql-ws only how it ended: their text is made once for
 * all watchers, and the library would make it anew for each.
 */
export function framed(
  { outlet, id }: { readonly outlet: SocketOutlet; readonly id: string },
  stream: LiveStream,
): AsyncIterableIterator<never> {
  const start = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  return {
    async next() {
      for await (const text of stream) outlet.send(`${start}${text}}`);
      return { value: undefined, done: true };
    },
    async return() {
      await stream.return();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The one answer of a query or mutation. */
export function once(answer: () => Promise<string>): LiveStream {
  let asked = false;
  return streamOf(
    async () => {
      if (asked) return undefined;
      asked = true;
      return answer();
    },
    () => undefined,
  );
}
