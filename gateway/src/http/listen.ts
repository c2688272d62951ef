import type { Server } from 'node:http';

/** Listens, or throws what keeps it from doing so. */
export const listen = (server: Server, ownPort: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(ownPort, () => {
      server.off('error', reject);
      resolve();
    });
  });

const STOP_MS = 8_000;
const LOOK_EVERY_MS = 50;

/** Takes no new connections and waits for requests under way, within what whoever stops us allows. */
export const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    // A connection is idle again once its last request is answered; clients would keep it open.
    const looking = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
    const patience = setTimeout(() => server.closeAllConnections(), STOP_MS);
    server.close(() => {
      clearInterval(looking);
      clearTimeout(patience);
      resolve();
    });
  });
