import net from 'node:net';

/** A port of 127.0.0.1 that nothing listens on now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

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
