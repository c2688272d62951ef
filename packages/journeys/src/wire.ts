import { connect, createServer, type Socket } from 'node:net';

/** A wire to a server on this machine that can be cut. */
export interface Wire {
  readonly url: string;
  /** Ends every connection on it at once, without a word. */
  cut(): void;
  close(): void;
}

/** Lays a wire to the server at `url`. */
export async function layWire(url: string): Promise<Wire> {
  const { port } = new URL(url);
  const sockets = new Set<Socket>();
  const hold = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect(Number(port), '127.0.0.1');
    hold(near);
    hold(far);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://localhost:${(server.address() as { port: number }).port}`,
    cut,
    close() {
      cut();
      server.close();
    },
  };
}
