import { gunzipSync } from 'node:zlib';
import { GraphQLError } from 'graphql';
import { request } from 'undici';
import { openTestFront, type TestFront, verdictOf } from './front.ts';

const query = '{ a }';
const open: TestFront[] = [];
const opened = async (over: Parameters<typeof openTestFront>[0]) => {
  const front = await openTestFront(over);
  open.push(front);
  return front;
};
afterEach(async () => {
  for (const front of open.splice(0)) await front.close();
});
const refusing =
  (code: string, extensions = {}) =>
  async () => {
    throw new GraphQLError('no', { extensions: { code, ...extensions } });
  };

it.each([['application/json'], ['application/graphql-response+json'], ['*/*']])(
  'keeps the status of who may not ask at all for %s',
  async (accept) => {
    const front = await opened({ viewerOf: refusing('UNAUTHENTICATED') });
    expect(await verdictOf(await front.post({ query }, { accept }))).toEqual({
      status: 401,
      codes: ['UNAUTHENTICATED'],
    });
    expect([front.asked, front.spent()]).toEqual([[], 1]);
  },
);

it('says when to come back to who asks too often', async () => {
  const front = await opened({ spend: refusing('RATE_LIMITED', { retryAfter: 30 }) });
  const response = await front.post({ query });
  expect(response.headers.get('retry-after')).toBe('30');
  expect(await verdictOf(response)).toEqual({ status: 429, codes: ['RATE_LIMITED'] });
});

it('hides a fault of ours, and logs it under the number the client is told', async () => {
  const front = await opened({
    answer: () => {
      throw new Error('secret inside');
    },
  });
  const response = await front.post({ query }, { 'x-correlation-id': 'look-here' });
  expect([response.status, response.headers.get('x-correlation-id')]).toEqual([500, 'look-here']);
  expect(await response.json()).toEqual({
    errors: [
      {
        message: 'Something went wrong on our side.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'look-here' },
      },
    ],
  });
  expect(front.logged.join()).toMatch(/secret inside.*"correlationId":"look-here"/s);
});

it('does not take any text for a number', async () => {
  const front = await opened({});
  const numberFor = async (given: string) =>
    (await front.post({ query }, { 'x-correlation-id': given })).headers.get('x-correlation-id');
  expect(await numberFor('a b{"c"}')).toMatch(/^req_/);
  expect(await numberFor('x'.repeat(65))).toMatch(/^req_/);
  expect(front.asked.map(({ context }) => context.correlationId)).toEqual([
    expect.stringMatching(/^req_/),
    expect.stringMatching(/^req_/),
  ]);
});

it('fires the signal of a request that takes too long, and of no other', async () => {
  const front = await opened({
    limits: { LIMIT_REQUEST_MS: 60 },
    answer: ({ query: text, context: { signal } }) =>
      text === '{ fast }'
        ? { kind: 'answered', data: '{}', errors: [] }
        : new Promise((resolve) => {
            signal.addEventListener('abort', () =>
              resolve({ kind: 'answered', data: JSON.stringify(signal.reason), errors: [] }),
            );
          }),
  });
  await front.post({ query: '{ fast }' });
  expect(await (await front.post({ query: '{ slow }' })).json()).toEqual({ data: 'timeout' });
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(front.asked[0]?.context.signal.aborted).toBe(false);
});

it('sends new requests elsewhere while it stops, and finishes those it has', async () => {
  let finish: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const front = await opened({
    answer: async () => {
      await gate;
      return { kind: 'answered', data: '{}', errors: [] };
    },
  });
  const underWay = front.post({ query });
  while (front.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  front.front.stop();
  const refused = await front.post({ query });
  expect([refused.headers.get('connection'), refused.headers.get('retry-after')]).toEqual(['close', '1']);
  expect(await verdictOf(refused)).toEqual({ status: 503, codes: ['UPSTREAM_UNAVAILABLE'] });
  finish();
  expect((await underWay).status).toBe(200);
});

describe('on the way', () => {
  const answering = (publicForSeconds: number | undefined, errors: object[] = []) =>
    opened({ answer: () => ({ kind: 'answered', data: '{}', errors: errors as never, publicForSeconds }) });
  const cacheOf = (response: Response) => response.headers.get('cache-control');

  it('only what is public, whole and read by GET may be kept', async () => {
    const open_ = await answering(30);
    expect(cacheOf(await open_.get({ query }))).toBe('public, max-age=30');
    expect(cacheOf(await open_.post({ query }))).toBe('no-store');
    expect(cacheOf(await (await answering(undefined)).get({ query }))).toBe('no-store');
    expect(cacheOf(await (await answering(30, [{ message: 'a' }])).get({ query }))).toBe('no-store');
  });

  it('nobody mistakes one answer for another', async () => {
    const { headers } = await (await answering(30)).get({ query });
    expect(headers.get('vary')).toBe('accept, accept-encoding');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBeNull();
  });
});

describe('compressed', () => {
  const ask = async (size: number, encoding: string | undefined) => {
    const text = JSON.stringify({ text: 'ä1'.repeat(size / 2) });
    const front = await opened({ answer: () => ({ kind: 'answered', data: text, errors: [] }) });
    const { headers, body } = await request(front.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(encoding && { 'accept-encoding': encoding }) },
      body: JSON.stringify({ query }),
    });
    const bytes = Buffer.from(await body.arrayBuffer());
    expect(Number(headers['content-length'])).toBe(bytes.length);
    const packed = headers['content-encoding'];
    expect((packed ? gunzipSync(bytes) : bytes).toString()).toBe(`{"data":${text}}`);
    return packed;
  };

  it.each([
    [100, 'gzip', undefined],
    [8_000, 'gzip', undefined],
    [8_400, 'gzip', 'gzip'],
    [8_400, 'br;q=1, gzip;q=0.5', 'gzip'],
    [8_400, 'gzip;q=0', undefined],
    [8_400, 'gzip;q=0.0, identity', undefined],
    [8_400, 'identity', undefined],
    [8_400, undefined, undefined],
    [100_000, 'GZIP, deflate', 'gzip'],
    [100_000, undefined, undefined],
  ])('an answer of %i characters for %s: %s', async (size, accepted, encoding) => {
    expect(await ask(size, accepted)).toBe(encoding);
  });
});

describe('for foreign pages', () => {
  const settings = (corsOrigins: string[]) => ({ settings: { corsOrigins } });
  const seen = ({ headers }: Response) => [headers.get('access-control-allow-origin'), headers.get('vary')];
  const origin = 'https://app.test';

  it('answers may be read where it was allowed, and nowhere else', async () => {
    const front = await opened(settings([origin]));
    const vary = 'accept, accept-encoding, origin';
    const allowed = await front.post({ query }, { origin });
    expect(seen(allowed)).toEqual([origin, vary]);
    expect(allowed.headers.get('access-control-expose-headers')).toBe('x-correlation-id, retry-after');
    expect(seen(await front.post({ query }, { origin: 'https://evil.test' }))).toEqual([null, vary]);
    expect(seen(await front.post({ query }))).toEqual([null, vary]);
  });

  it('everybody may read when that is how it is set up', async () => {
    const front = await opened(settings(['*']));
    expect(seen(await front.post({ query }, { origin }))).toEqual(['*', 'accept, accept-encoding']);
  });

  it('a browser that asks beforehand is told what may be sent', async () => {
    const front = await opened(settings([origin]));
    const headers = { origin, 'access-control-request-headers': 'content-type,authorization' };
    const told = await fetch(front.url, { method: 'OPTIONS', headers });
    expect(told.status).toBe(204);
    expect(told.headers.get('access-control-allow-headers')).toBe('content-type,authorization');
    expect(told.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT');
    expect(told.headers.get('access-control-max-age')).toBe('600');
    expect(front.asked).toEqual([]);
  });
});
