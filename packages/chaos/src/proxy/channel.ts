import type { Socket } from 'node:net';

/** One direction of a connection: what comes in goes out in the same order, later or not at all for a while. */
export interface Channel {
  push(chunk: Buffer): void;
  /** Nothing more will come. */
  end(): void;
  /** Lets out what was held back. */
  flush(): void;
}

/** How a channel treats what it is given now. */
export interface Mood {
  /** Milliseconds that each piece takes. */
  delayMs: number;
  /** Nothing gets out. */
  held: boolean;
}

/** A channel into `out` that obeys `mood` at every moment. */
export function openChannel(out: Socket, mood: Mood): Channel {
  const waiting: { chunk: Buffer | null; at: number }[] = [];
  let timer: NodeJS.Timeout | undefined;

  const letOut = (chunk: Buffer | null | undefined): void => {
    if (chunk && out.writable) out.write(chunk);
    if (chunk === null) out.end();
  };
  function pump(): void {
    timer = undefined;
    while (waiting[0] && !mood.held && waiting[0].at <= Date.now()) letOut(waiting.shift()?.chunk);
    const [next] = waiting;
    if (next && !mood.held) timer = setTimeout(pump, Math.max(1, next.at - Date.now()));
  }
  const add = (chunk: Buffer | null): void => {
    waiting.push({ chunk, at: Date.now() + mood.delayMs });
    if (!timer) pump();
  };
  return {
    push: add,
    end: () => add(null),
    flush: () => {
      if (!timer) pump();
    },
  };
}
