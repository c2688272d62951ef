import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Logger, openLog } from '@app/kernel/log';
import { providerApp } from './app.ts';
import { openProvider } from './provider.ts';
import { openStore } from './store.ts';
import { openPostman, type Postman } from './webhooks.ts';

/** How a sandbox provider is to run. */
export interface ProviderOptions {
  /** The key shops send as `authorization: Bearer …`. */
  readonly apiKey: string;
  /** Standard Webhooks secret, `whsec_` and base64. */
  readonly webhookSecret: string;
  /** 0 or none: any free port. */
  readonly port?: number | undefined;
  /** Left out: reachable from everywhere, as in a container. */
  readonly host?: string | undefined;
  /** Where customers reach it, when that is not `http://localhost:<port>`. */
  readonly publicUrl?: string | undefined;
  /** Where it keeps what it knows; without one it forgets everything when it ends. */
  readonly dataDir?: string | undefined;
  /** The pause after the first webhook that was not taken; it doubles with each further one. */
  readonly firstPauseMs?: number | undefined;
  readonly log?: Logger | undefined;
}

/** Starts a sandbox payment provider in this process. */
export async function startProvider(options: ProviderOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const log = options.log ?? openLog('sandbox-provider');
  const store = openStore(options.dataDir);
  let postman: Postman | undefined;
  const provider = openProvider(store, (webhook) => postman?.send(webhook));
  let url = options.publicUrl?.replace(/\/+$/, '') ?? '';
  const server = createServer(providerApp(provider, { apiKey: options.apiKey, publicUrl: () => url }));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port ?? 0, host: options.host }, resolve);
  });
  url ||= `http://localhost:${(server.address() as AddressInfo).port}`;
  postman = openPostman(store, { secret: options.webhookSecret, log, firstPauseMs: options.firstPauseMs });
  return {
    url,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, postman?.stop()]);
    },
  };
}
