import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { breaker } from '../src/transport/breaker.ts';
import { httpTransport } from '../src/transport/http-transport.ts';
import type { Transport } from '../src/transport/port.ts';

let server: Server;
let transport: Transport;

async function subgraph(listener: RequestListener): Promise<void> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  transport = httpTransport(`http://127.0.0.1:${port}`, { timeoutMs: 300, maxBytes: 10_000 });
}

afterEach(async () => {
  await transport.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const call = (query: string) => ({
  query,
  variables: {},
  token: 't',
  correlationId: 'c',
  signal: new AbortController().signal,
});

/** Breaks the first `times` connections, then answers. */
function breaksConnections(times: number): { count: () => number; listener: RequestListener } {
  let seen = 0;
  const listener: RequestListener = (request, response) => {
    seen += 1;
    if (seen <= times) request.socket.destroy();
    else response.end('{"data":{"fine":true}}');
  };
  return { count: () => seen, listener };
}

it('asks a query again when the connection broke', async () => {
  const { count, listener } = breaksConnections(2);
  await subgraph(listener);
  expect(await transport.send(call('{ fine }'))).toEqual({ data: { fine: true } });
  expect(count()).toBe(3);
});

it('gives a query up after three times', async () => {
  const { count, listener } = breaksConnections(9);
  await subgraph(listener);
  await expect(transport.send(call('{ fine }'))).rejects.toThrow();
  expect(count()).toBe(3);
});

it.each([['mutation { pay }'], ['mutation Pay__payments__0($a: ID!) { pay(a: $a) }']])(
  'never sends a mutation twice: %s',
  async (mutation) => {
    const { count, listener } = breaksConnections(1);
    await subgraph(listener);
    await expect(transport.send(call(mutation))).rejects.toThrow();
    expect(count()).toBe(1);
  },
);

it('takes a query named after a mutation for a query', async () => {
  const { count, listener } = breaksConnections(1);
  await subgraph(listener);
  await transport.send(call('query mutation { fine }'));
  expect(count()).toBe(2);
});

it.each<[string, RequestListener]>([
  ['that does not come', () => {}],
  [
    'that stops half way',
    (_request, response) => void response.writeHead(200, { 'content-length': '50' }).write('{"data":'),
  ],
  ['that is too large', (_request, response) => void response.end(`{"data":"${'x'.repeat(20_000)}"}`)],
  ['that is no JSON', (_request, response) => void response.end('<html>')],
  ['that is an error page', (_request, response) => void response.writeHead(502).end('{"data":{}}')],
])('does not believe an answer %s', async (_what, listener) => {
  await subgraph(listener);
  const started = performance.now();
  await expect(transport.send(call('{ fine }'))).rejects.toThrow();
  expect(performance.now() - started).toBeLessThan(2_500);
});

it('rests after five failures in a row and looks again a second later', () => {
  const health = breaker({ failures: 5, restMs: 1_000 });
  for (let turn = 0; turn < 4; turn++) health.failed(0);
  expect(health.mayTry(1)).toBe(true);
  health.failed(0);
  expect([health.mayTry(1), health.mayTry(999)]).toEqual([false, false]);
  expect([health.mayTry(1_000), health.mayTry(1_001)]).toEqual([true, false]);
  health.succeeded();
  expect([health.mayTry(1_002), health.mayTry(1_003)]).toEqual([true, true]);
});
