import type { ExecutionResult } from 'graphql';
import type { AttachLive, LivePort } from '../live-port.ts';
import { openChannels } from './channels.ts';
import { compiler } from './compile.ts';
import { openDoors, type Parts } from './parts.ts';
import type { Resolved } from './resolve.ts';
import { inFlight } from './sharing.ts';
import { serveSse } from './sse.ts';
import { serveWebSocket } from './websocket.ts';

/** Serves the graph's subscriptions on this gateway, over WebSocket and over event streams. */
export function attachLive(port: LivePort) {
  const parts: Parts = {
    port,
    compile: compiler(port.federation),
    channels: openChannels(port.redisUrl, port.log, port.federation.changed),
    share: inFlight<Resolved>(),
    presented: ({ errors, data, extensions }: ExecutionResult) => ({
      ...(errors && { errors: errors.map((error) => port.present(error)) }),
      ...(data !== undefined && { data }),
      ...(extensions && { extensions }),
    }),
    open: new Set(),
    doors: openDoors(),
  };
  const webSocket = serveWebSocket(parts);
  const sse = serveSse(parts);
  let stopping: Promise<void> | undefined;
  return {
    answerEvents: sse.answer,
    /** What is open now. */
    counts: () => ({
      sockets: webSocket.size(),
      streams: sse.size(),
      subscriptions: parts.open.size,
      channels: parts.channels.size(),
    }),
    stop() {
      stopping ??= (async () => {
        sse.stop();
        await webSocket.stop();
        parts.channels.close();
      })();
      return stopping;
    },
  };
}

// Compiled only if the port is kept.
attachLive satisfies AttachLive;
