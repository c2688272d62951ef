import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openLog } from '@app/kernel/log';
import { startProvider } from '../../src/start.ts';

export const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
export const KEY = 'key-of-the-test-shop';
const log = Object.assign(openLog('sandbox-provider'), { level: 'silent' });

/** A provider and a shop that takes its webhooks, with the verbs a test needs. */
export async function openShop() {
  const got: { headers: IncomingHttpHeaders; body: { id: string; type: string; data: Record<string, string> } }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    got.push({ headers: request.headers, body: JSON.parse(body) });
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const provider = await startProvider({
    apiKey: KEY,
    webhookSecret: SECRET,
    host: '127.0.0.1',
    firstPauseMs: 10,
    log,
  });

  const api = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: object, key?: string) => {
    const headers = {
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
      ...(key && { 'idempotency-key': key }),
    };
    const response = await fetch(`${provider.url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };

  return {
    got,
    api,
    types: () => got.map(({ body }) => body.type),
    order: (given: object = {}) => ({
      amount: '1250',
      currency: 'EUR',
      reference: 'pay_1',
      webhookUrl,
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
      ...given,
    }),
    async session(key: string, given: object = {}) {
      const { body } = await api('POST', '/v1/sessions', this.order(given), key);
      return { id: body.id ?? '', url: body.url ?? '' };
    },
    script: (script: object, id?: string) => api('PUT', id ? `/v1/sessions/${id}/script` : '/v1/script', script),
    pay: (url: string) => fetch(`${url}/pay`, { method: 'POST' }),
    async close() {
      await provider.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Waits until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 10)))
    if (await isSo()) return;
  throw new Error('did not happen');
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
