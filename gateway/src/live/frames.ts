import type { WebSocket } from 'ws';
import { type LiveStream, streamOf } from './pull.ts';

/** Where the answers to one operation go: a socket, under the operation's id. */
export interface Frames {
  readonly socket: WebSocket;
  readonly id: string;
}

/** A socket that has this much to send is waited for: what its client has not read costs the others nothing. */
const ENOUGH_BYTES = 64 * 1024;

/**
 * Sends the answers themselves as `next` messages, and tells graphql-ws only how it ended: their text is made once for
 * all watchers, and the library would make it anew for each.
 */
export function framed({ socket, id }: Frames, stream: LiveStream): AsyncIterableIterator<never> {
  const start = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  return {
    async next() {
      for await (const text of stream) await send(socket, `${start}${text}}`);
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

function send(socket: WebSocket, message: string): Promise<void> | undefined {
  if (socket.readyState !== socket.OPEN) return undefined;
  if (socket.bufferedAmount < ENOUGH_BYTES) {
    socket.send(message);
    return undefined;
  }
  return new Promise((resolve) => socket.send(message, () => resolve()));
}
