import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import type { Subgraph } from '../src/mount.ts';
import { serveRoutes } from '../src/serve.ts';

const servers: Server[] = [];
afterEach(() => {
  delete process.env.SUBGRAPH_HOST;
  for (const server of servers.splice(0)) server.close();
});

const addressOf = async (host: string): Promise<string> => {
  process.env.SUBGRAPH_HOST = host;
  const server = await serveRoutes({ route: async () => false } as unknown as Subgraph, 0);
  servers.push(server);
  return (server.address() as AddressInfo).address;
};

it('listens where it is told to, or everywhere', async () => {
  expect(await addressOf('127.0.0.1')).toBe('127.0.0.1');
  expect(['::', '0.0.0.0']).toContain(await addressOf(''));
});
