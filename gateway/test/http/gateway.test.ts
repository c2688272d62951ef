import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { answerOf, limits, startWorld, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ limits: limits({ LIMIT_BODY_BYTES: 10_000 }) });
});
afterAll(() => world.stop());

const post = (contentType: string, body: string, headers: Record<string, string> = {}) =>
  world.fetch('/graphql', { method: 'POST', headers: { 'content-type': contentType, ...headers }, body });
const RENAME = 'mutation { rename(id: "1", name: "x") }';

it('answers a query by GET only to callers a browser would have asked first, and never a mutation', async () => {
  const get = (query: string, headers: Record<string, string>) =>
    world.fetch(`/graphql?query=${encodeURIComponent(query)}`, { headers });
  const preflighted = { 'apollo-require-preflight': 'true' };
  expect((await answerOf(await get('{ echo(text: "hi") }', preflighted))).data).toEqual({ echo: 'hi' });
  expect((await get('{ echo }', {})).status).toBe(400);
  expect((await get(RENAME, preflighted)).status).toBe(405);
  expect(world.memory.renames).toBe(0);
});

it.each([['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x']])(
  'refuses a mutation that a foreign page could send as %s',
  async (contentType) => {
    const before = world.memory.renames;
    expect((await post(contentType, JSON.stringify({ query: RENAME }))).status).toBe(415);
    expect(world.memory.renames).toBe(before);
    expect((await post('application/json', JSON.stringify({ query: RENAME }))).status).toBe(200);
    expect(world.memory.renames).toBe(before + 1);
  },
);

it('refuses batches', async () => {
  const response = await post('application/json', JSON.stringify([{ query: '{ echo }' }, { query: '{ echo }' }]));
  expect({ status: response.status, codes: (await answerOf(response)).codes }).toEqual({
    status: 400,
    codes: ['BAD_REQUEST'],
  });
});

it('reads bodies up to the limit', async () => {
  const sized = (bytes: number) => JSON.stringify({ query: '{ echo }', padding: 'x'.repeat(bytes) });
  expect((await post('application/json', sized(9_000))).status).toBe(200);
  const refused = await post('application/json', sized(11_000));
  expect({ status: refused.status, codes: (await answerOf(refused)).codes }).toEqual({
    status: 413,
    codes: ['REQUEST_TOO_LARGE'],
  });
});

it('says so when a body is no JSON, without telling how it was read', async () => {
  const response = await post('application/json', '{"query": ');
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 400,
    body: { errors: [{ message: 'The request body is not JSON.', extensions: { code: 'BAD_REQUEST' } }] },
  });
});

it('compresses large answers only', async () => {
  const ask = (first: number) =>
    request(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip' },
      body: JSON.stringify({ query: `{ businesses(first: ${first}) { edges { cursor node { id name } } } }` }),
    });
  const large = await ask(300);
  expect(large.headers['content-encoding']).toBe('gzip');
  const unpacked = JSON.parse(gunzipSync(Buffer.from(await large.body.arrayBuffer())).toString()) as never;
  expect(unpacked).toMatchObject({ data: { businesses: { edges: { length: 300 } } } });
  const small = await ask(3);
  expect(small.headers['content-encoding']).toBeUndefined();
  await small.body.dump();
});

it('sends the headers that keep browsers safe, and does not say what it runs on', async () => {
  const { headers } = await world.fetch('/health/live');
  expect(headers.get('content-security-policy')).toContain("script-src 'self';");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

it('allows the foreign origins it is told to, and no others', async () => {
  const shared = await startWorld({ corsOrigins: ['https://app.test'] });
  const allowed = async (origin: string) =>
    (
      await shared.fetch('/graphql', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
    ).headers.get('access-control-allow-origin');
  expect([await allowed('https://app.test'), await allowed('https://evil.test')]).toEqual(['https://app.test', null]);
  await shared.stop();
});

it('is live, publishes its token keys and its figures', async () => {
  expect(await (await world.fetch('/health/live')).json()).toEqual({ status: 'live' });
  const jwks = (await (await world.fetch('/.well-known/jwks.json')).json()) as { keys: Record<string, unknown>[] };
  expect(jwks.keys).toEqual([expect.objectContaining({ kid: 'tok-1', kty: 'EC', crv: 'P-256' })]);
  expect(jwks.keys[0]).not.toHaveProperty('d');
  const metrics = await (await world.fetch('/metrics')).text();
  expect(metrics).toMatch(/gateway_request_seconds_count\{route="\/graphql",status="200"\} \d+/);
});

it('is ready as long as everything behind it is', async () => {
  const fresh = await startWorld();
  const ready = async () => {
    const response = await fresh.fetch('/health/ready');
    return { status: response.status, body: await response.json() };
  };
  expect(await ready()).toEqual({
    status: 200,
    body: { status: 'ready', checks: { redis: true, users: true, catalog: true, ratings: true } },
  });
  fresh.memory.down.add('ratings');
  // What was found is believed for a second.
  let now = await ready();
  for (; now.status === 200; now = await ready()) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(now).toEqual({
    status: 503,
    body: { status: 'not ready', checks: { redis: true, users: true, catalog: true, ratings: false } },
  });
  await fresh.stop();
});

it('finishes what is under way before it stops', async () => {
  const fresh = await startWorld();
  const answer = fresh.ask('{ slow(ms: 1500) }');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const asked = performance.now();
  await fresh.stop();
  // It waits for the answer, and for nobody who only keeps a connection open: for those it has 8 seconds of patience.
  expect(performance.now() - asked).toBeLessThan(7_000);
  expect((await answer).data).toEqual({ slow: 'at last' });
  await expect(fresh.fetch('/health/live')).rejects.toThrow();
});
