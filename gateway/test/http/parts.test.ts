import { type IncomingMessage, request } from 'node:http';
import { meros } from 'meros/browser';
import type { Answered } from '../../src/answering.ts';
import { openTestFront, type TestFront } from './front.ts';

const ACCEPT = 'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const deferred = (later: AsyncIterable<string>): Answered => ({
  kind: 'answered',
  data: '{"a":"ä"}',
  errors: [],
  later,
});
const part = (value: unknown, hasNext: boolean) =>
  JSON.stringify({ incremental: [{ data: value, path: ['b'] }], hasNext });

const open: TestFront[] = [];
const opened = async (answer: () => Answered) => {
  const front = await openTestFront({ answer });
  open.push(front);
  return front;
};
afterEach(async () => {
  for (const front of open.splice(0)) await front.close();
});

it('sends each part as soon as it is there, as a public parser reads it', async () => {
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  const front = await opened(() =>
    deferred(
      (async function* () {
        yield part(1, true);
        await gate;
        yield part(2, false);
      })(),
    ),
  );
  const response = await front.post({ query: '{ a }' }, { accept: ACCEPT });
  expect(response.headers.get('content-type')).toBe('multipart/mixed; boundary="-"; deferSpec=20220824');
  expect(response.headers.get('content-encoding')).toBeNull();
  const seen: unknown[] = [];
  for await (const each of (await meros(response)) as AsyncIterable<{ json: boolean; body: unknown }>) {
    seen.push([each.json, each.body]);
    // The last part is only made once the one before it has been read.
    if (seen.length === 2) go();
  }
  expect(seen).toEqual([
    [true, { data: { a: 'ä' }, hasNext: true }],
    [true, { incremental: [{ data: 1, path: ['b'] }], hasNext: true }],
    [true, { incremental: [{ data: 2, path: ['b'] }], hasNext: false }],
  ]);
});

it('writes exactly what the parsers of Apollo’s clients expect', async () => {
  const front = await opened(() =>
    deferred(
      (async function* () {
        yield part(1, false);
      })(),
    ),
  );
  const response = await front.post({ query: '{ a }' }, { accept: ACCEPT });
  const head = 'content-type: application/json; charset=utf-8\r\n\r\n';
  expect(await response.text()).toBe(
    `\r\n---\r\n${head}{"data":{"a":"ä"},"hasNext":true}\r\n---\r\n${head}${part(1, false)}\r\n-----\r\n`,
  );
});

it('ends properly when the parts end without saying so', async () => {
  const front = await opened(() =>
    deferred(
      (async function* () {
        yield part(1, true);
      })(),
    ),
  );
  const response = await front.post({ query: '{ a }' }, { accept: ACCEPT });
  expect(await response.text()).toMatch(/\{"hasNext":false\}\r\n-----\r\n$/);
});

it('answers whole in its own type when nothing is deferred, and as one part who takes nothing else', async () => {
  const front = await opened(() => ({ kind: 'answered', data: '{"a":1}', errors: [] }));
  const whole = await front.post({ query: '{ a }' }, { accept: ACCEPT });
  expect(whole.headers.get('content-type')).toContain('application/graphql-response+json');
  const single = await front.post({ query: '{ a }' }, { accept: 'multipart/mixed' });
  const parts = [];
  for await (const { body } of (await meros(single)) as AsyncIterable<{ body: unknown }>) parts.push(body);
  expect(parts).toEqual([{ data: { a: 1 }, hasNext: false }]);
});

it('goes no faster than the client reads, and ends the work when the client leaves', async () => {
  let made = 0;
  let ended = false;
  const large = 'x'.repeat(100_000);
  const front = await opened(() =>
    deferred(
      (async function* () {
        try {
          for (;;) {
            made += 1;
            yield part(large, true);
          }
        } finally {
          ended = true;
        }
      })(),
    ),
  );
  const headers = { 'content-type': 'application/json', accept: ACCEPT };
  const asking = request(front.url, { method: 'POST', headers });
  asking.on('error', () => undefined);
  const response = new Promise<IncomingMessage>((resolve) => asking.once('response', resolve));
  asking.end('{"query":"{ a }"}');
  const reading = await response;
  reading.pause();
  for (let before = -1; before !== made; await pause(500)) before = made;
  // What the sockets of both sides hold, and no more.
  expect(made).toBeLessThan(200);
  reading.destroy();
  for (let waited = 0; !ended && waited < 2_000; waited += 10) await pause(10);
  expect(ended).toBe(true);
});

it('leaves at once an iteration that waits when the client leaves', async () => {
  let returned = false;
  const never: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => undefined),
      return: async () => {
        returned = true;
        return { done: true, value: undefined };
      },
    }),
  };
  const front = await opened(() => deferred(never));
  const leaving = new AbortController();
  const headers = { 'content-type': 'application/json', accept: ACCEPT };
  await fetch(front.url, { method: 'POST', headers, body: '{"query":"{ a }"}', signal: leaving.signal });
  leaving.abort();
  for (let waited = 0; !returned && waited < 2_000; waited += 10) await pause(10);
  expect(returned).toBe(true);
});

it('breaks off, and says so in the log, when the parts fail', async () => {
  const front = await opened(() =>
    deferred(
      (async function* () {
        yield part(1, true);
        await pause(50);
        throw new Error('the parts failed');
      })(),
    ),
  );
  const response = await front.post({ query: '{ a }' }, { accept: ACCEPT, 'x-correlation-id': 'look-here' });
  await expect(response.text()).rejects.toThrow();
  expect(front.logged.join()).toMatch(/the parts failed.*look-here/s);
});
