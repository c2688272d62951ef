import { connect, createServer, type Socket } from 'node:net';

/** A way to the database that can fall silent: what is open stays open, and nothing comes any more. */
export async function openSilentWay(databaseUrl: string) {
  const real = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let silent = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(real.port), real.hostname);
    sockets.add(near).add(far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (chunk) => void (silent.has(near) || to.write(chunk)));
      from.on('error', () => undefined);
      from.on('close', () => void (silent.has(near) || to.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.port = String(address && typeof address === 'object' ? address.port : 0);
  return {
    url: url.href,
    /** From now on nothing comes over the connections that are open. New ones are well. */
    fallSilent(): void {
      silent = new Set(sockets);
    },
    close(): void {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
