import { createServer } from 'node:net';

/** Below what systems hand out to outgoing connections, of which there are many here. */
let last = 21_000;

/** A port that nobody listens on and nobody was given before. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    last += 1;
    if (await isFree(last)) return last;
  }
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
