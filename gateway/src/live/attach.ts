import type { FormattedExecutionResult } from 'graphql';
import type { AttachLive, LivePort } from '../live-port.ts';
import type { Answer } from '../run/run.ts';
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
    compile: compiler(),
    channels: openChannels(port.redisUrl, port.log, () => port.graph().changed()),
    share: inFlight<Resolved>(),
    presented: presenting(port),
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

/** Watchers who share an answer share its form. */
function presenting({ present }: LivePort): Parts['presented'] {
  const known = new WeakMap<Answer, FormattedExecutionResult>();
  return (answer) => {
    let shown = known.get(answer);
    if (!shown) {
      const errors = answer.errors.map((error) => present(error));
      shown = { ...(errors.length > 0 && { errors }), data: JSON.parse(answer.data) as Record<string, unknown> };
      known.set(answer, shown);
    }
    return shown;
  };
}

// Compiled only if the port is kept.
attachLive satisfies AttachLive;
