import { createServer, type Server, type Socket } from 'node:net';
import { documentOf } from '../../src/transport/documents.ts';
import { answer, call, fine, openUpstream, transportTo, type Upstream, write } from './upstream.ts';

let upstream: Upstream;
afterEach(() => upstream.close());

/** Breaks the first `times` connections, then answers. */
const breaks =
  (times: number): Parameters<typeof openUpstream>[0] =>
  (request, response, turn) =>
    void (turn <= times ? request.socket.destroy() : fine(response));

it('asks a query again when the connection broke', async () => {
  upstream = await openUpstream(breaks(2));
  expect(await upstream.transport.send(call())).toEqual({ data: { fine: true } });
  expect(upstream.count()).toBe(3);
});

it('gives a query up after three times', async () => {
  upstream = await openUpstream(breaks(9));
  await expect(upstream.transport.send(call())).rejects.toMatchObject({ kind: 'connection' });
  expect(upstream.count()).toBe(3);
});

it('never sends a mutation twice', async () => {
  upstream = await openUpstream(breaks(1));
  await expect(upstream.transport.send(write())).rejects.toMatchObject({ kind: 'connection' });
  expect(upstream.count()).toBe(1);
});

it('does not ask again when an answer had begun', async () => {
  upstream = await openUpstream((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '50' }).write('{"data":');
    setTimeout(() => request.socket.destroy(), 20);
  });
  await expect(upstream.transport.send(call())).rejects.toMatchObject({ kind: 'connection', answering: true });
  expect(upstream.count()).toBe(1);
});

it.each([
  ['mutation { pay }', 'mutation'],
  ['mutation Pay__payments__0($a: ID!) { pay(a: $a) }', 'mutation'],
  ['fragment F on Mutation { pay } mutation { ...F }', 'mutation'],
  ['query mutation { fine }', 'query'],
  ['{ fine }', 'query'],
  ['{ fine', 'query'],
])('knows what kind of operation a text is: %s', async (text, kind) => {
  upstream = await openUpstream((_request, response) => fine(response));
  expect(documentOf(text)).toMatchObject({ kind, text, json: JSON.stringify(text) });
  expect(documentOf(text)).toBe(documentOf(text));
});

it.each<[string, string, Parameters<typeof openUpstream>[0]]>([
  ['that does not come', 'timeout', () => {}],
  [
    'that stops half way',
    'timeout',
    (_request, response) =>
      void response.writeHead(200, { 'content-type': 'application/json', 'content-length': '50' }).write('{"data":'),
  ],
  [
    'that is too large',
    'too-large',
    (_request, response) => answer(response, `{"data":{"a":"${'x'.repeat(20_000)}"}}`),
  ],
  ['that does not end', 'too-large', (_request, response) => endless(response)],
  ['that is no JSON', 'unbelievable', (_request, response) => answer(response, '{"data":')],
  ['that is a page', 'unbelievable', (_request, response) => answer(response, '{"data":{}}', 'text/html')],
  ['that does not say what it is', 'unbelievable', (_request, response) => void response.end('{"data":{}}')],
  ['that is no HTTP', 'unbelievable', (request) => void request.socket.end('SSH-2.0-OpenSSH_9.2\r\n\r\n')],
  [
    'that refuses the token',
    'unbelievable',
    (_request, response) => answer(response, REFUSED, 'application/json', 401),
  ],
  ['of a proxy', 'gone', (_request, response) => answer(response, '{"data":{}}', 'application/json', 502)],
])('does not believe an answer %s', async (_what, kind, listener) => {
  upstream = await openUpstream(listener);
  const started = performance.now();
  await expect(upstream.transport.send(call())).rejects.toMatchObject({ name: 'TransportFault', kind });
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(upstream.count()).toBe(1);
});

const REFUSED = '{"data":{},"errors":[{"message":"A service token is needed."}]}';

function endless(response: Parameters<typeof answer>[0]): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = setInterval(() => response.write(' '.repeat(1_000)), 1);
  response.once('close', () => clearInterval(more));
}

it.each([
  [400, { errors: [{ message: 'Syntax Error', extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] }],
  [401, { errors: [{ message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED' } }] }],
  [503, { errors: [{ message: 'Later.' }] }],
  [203, { data: { fine: true } }],
  [500, { data: { fine: null }, errors: [{ message: 'broken', path: ['fine'] }] }],
])('takes %i with GraphQL’s own media type for the subgraph’s word', async (status, body) => {
  upstream = await openUpstream((_request, response) =>
    answer(response, JSON.stringify(body), 'Application/GraphQL-Response+JSON; charset=utf-8', status),
  );
  expect(await upstream.transport.send(call())).toEqual(body);
});

it('puts characters together that arrive in pieces', async () => {
  const body = Buffer.from('{"data":{"name":"Krämerei 🍞"}}');
  upstream = await openUpstream(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    for (const byte of body) {
      response.write(Buffer.of(byte));
      await new Promise(setImmediate);
    }
    response.end();
  });
  expect(await upstream.transport.send(call())).toEqual({ data: { name: 'Krämerei 🍞' } });
});

describe('a server that closes a kept connection just when it is used again', () => {
  let server: Server;
  let asked: number[];
  beforeEach(async () => {
    asked = [];
    let sockets = 0;
    server = createServer((socket) => closing(socket, sockets++, asked));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const transport = transportTo(server, { connections: 1 });
    const close = async () => {
      await transport.close();
      await new Promise((resolve) => server.close(resolve));
    };
    upstream = { transport, count: () => asked.length, close };
    await transport.send(call());
  });

  it('still answers reads', async () => {
    expect(await upstream.transport.send(call())).toEqual({ data: { fine: true } });
    expect(asked).toEqual([0, 0, 1]);
  });

  it('gets a mutation at most once', async () => {
    await expect(upstream.transport.send(write())).rejects.toMatchObject({ kind: 'connection' });
    expect(asked).toEqual([0, 0]);
  });
});

/** Answers the first request of a connection and closes it, without a word, when the second arrives. */
function closing(socket: Socket, number: number, asked: number[]): void {
  let first = true;
  let text = '';
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    if (!text.endsWith('}')) return;
    text = '';
    asked.push(number);
    if (!first) return socket.end();
    first = false;
    const body = '{"data":{"fine":true}}';
    socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  });
}
