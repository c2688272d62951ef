import type { AddressInfo } from 'node:net';
import type { Subgraph } from '@app/kernel/mount';
import { serveRoutes } from '@app/kernel/serve';

/** A real HTTP server in front of a subgraph's plain routes; the subgraph is put behind it once it is open. */
export async function openDoor(): Promise<{
  url: string;
  behind(subgraph: Subgraph): void;
  close(): Promise<unknown>;
}> {
  let inside: Subgraph | undefined;
  const route: Subgraph['route'] = async (request, response) => (await inside?.route(request, response)) ?? false;
  const server = await serveRoutes({ route } as Subgraph, 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    behind(subgraph) {
      inside = subgraph;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
