import net from 'node:net';

/**
 * Below what systems hand out by themselves (Linux from 32768 on, others higher): a port from there may be taken by somebody's
 * outgoing connection before its service listens, or while it is being started again.
 */
const [LOWEST, HIGHEST] = [20_000, 32_000];
const given = new Set<number>();

/** A port that nothing listens on now, and that this process was not given before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (given.has(port)) continue;
    given.add(port);
    if (!(await isPortBusy(port))) return port;
  }
}

/** Whether something listens on a port of this machine already, on one address or on all of them. */
export const isPortBusy = async (port: number): Promise<boolean> =>
  (await refuses(port, '127.0.0.1')) || (await refuses(port, undefined));

const refuses = (port: number, host: string | undefined): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(true));
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => server.close(() => resolve(false)));
  });

/** The preferred port where it is free, any other free one where it is not. */
export const portNear = async (preferred: number): Promise<number> =>
  (await isPortBusy(preferred)) ? freePort() : preferred;
