import type { AttachLive, LivePort } from '../live-port.ts';
import { openChannels } from './channels.ts';
import { compiler } from './compile.ts';
import { ring } from './follow.ts';
import { openDoors, type Parts } from './parts.ts';
import type { Resolved } from './resolve.ts';
import { openSessions } from './sessions.ts';
import { inFlight } from './sharing.ts';
import { serveSse } from './sse.ts';
import type { Watch } from './watch.ts';
import { serveWebSocket } from './websocket.ts';
import { writing } from './written.ts';

/** Serves the graph's subscriptions on this gateway, over WebSocket and over event streams. */
export function attachLive(port: LivePort) {
  const open = new Set<Watch>();
  const parts: Parts = {
    port,
    compile: compiler(),
    channels: openChannels(port.redisUrl, port.log, () => port.graph().changed()),
    share: inFlight<Resolved>(),
    written: writing(port),
    open,
    // What is watched is asked for again as who the watcher is now.
    sessions: openSessions(port, (session) => {
      for (const watch of open) if (watch.session === session) watch.missed();
    }),
    doors: openDoors(),
  };
  const webSocket = serveWebSocket(parts);
  const sse = serveSse(parts);
  const offGraph = port.onGraph(() => {
    for (const watch of open) ring(watch);
  });
  let stopping: Promise<void> | undefined;
  return {
    answerEvents: sse.answer,
    /** What is open now. */
    counts: () => ({
      sockets: webSocket.size(),
      /** Bytes that sockets were sent and have not taken. */
      unread: webSocket.unread(),
      streams: sse.size(),
      subscriptions: parts.open.size,
      channels: parts.channels.size(),
      /** Answers being made, for however many. */
      underway: parts.share.size(),
      /** Answers made so far, for however many. */
      made: parts.share.made(),
    }),
    stop() {
      stopping ??= (async () => {
        offGraph();
        await Promise.all([sse.stop(), webSocket.stop()]);
        parts.sessions.stop();
        parts.channels.close();
      })();
      return stopping;
    },
  };
}

// Compiled only if the port is kept.
attachLive satisfies AttachLive;
