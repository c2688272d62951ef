import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationRefused } from '@app/kernel/env';
import { Redis } from 'ioredis';
import { sha256 } from '../../src/documents/persisted.ts';
import { openTrusted } from '../../src/documents/trusted.ts';
import { startWorld, type World } from '../world/world.ts';
import { named, openTestFront, verdictOf } from './front.ts';

const post = async (world: World, body: object) => {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  return world.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(body) });
};
const fresh = () => `{ a${Math.random().toString(36).slice(2)}: echo(text: "x") }`;

describe('automatic persisted queries', () => {
  let world: World;
  let redis: Redis;
  beforeAll(async () => {
    world = await startWorld();
    redis = new Redis(process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:63799');
  });
  afterAll(async () => {
    redis.disconnect();
    await world.stop();
  });

  it('are asked for once, and known from then on, by GET as well', async () => {
    const query = fresh();
    const unknown = await post(world, { extensions: named(query) });
    expect([unknown.status, unknown.headers.get('cache-control')]).toEqual([400, 'no-store']);
    expect(await unknown.json()).toEqual({
      errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect((await post(world, { query, extensions: named(query) })).status).toBe(200);
    expect((await post(world, { extensions: named(query) })).status).toBe(200);
    const extensions = encodeURIComponent(JSON.stringify(named(query)));
    const headers = { 'apollo-require-preflight': 'true' };
    const byGet = await world.fetch(`/graphql?extensions=${extensions}`, { headers });
    expect(await byGet.json()).toEqual({ data: { [query.slice(2, query.indexOf(':'))]: 'x' } });
    expect((await post(world, { documentId: `sha256:${sha256(query)}` })).status).toBe(200);
  });

  it('are known to every other gateway, for a week', async () => {
    const query = fresh();
    await post(world, { query, extensions: named(query) });
    const other = await startWorld();
    expect((await post(other, { extensions: named(query) })).status).toBe(200);
    await other.stop();
    const ttl = await redis.ttl(`document:${sha256(query)}`);
    expect(ttl).toBeGreaterThan(7 * 24 * 3_600 - 60);
    expect(ttl).toBeLessThanOrEqual(7 * 24 * 3_600);
  });

  it('are not believed when they have another hash than they say', async () => {
    const [query, other] = [fresh(), fresh()];
    expect(await verdictOf(await post(world, { query, extensions: named(other) }))).toEqual({
      status: 400,
      codes: ['BAD_REQUEST'],
    });
    await redis.set(`document:${sha256(other)}`, query, 'EX', 60);
    expect((await verdictOf(await post(world, { extensions: named(other) }))).codes).toEqual([
      'PERSISTED_QUERY_NOT_FOUND',
    ]);
  });

  it('are not remembered when they cannot be run', async () => {
    const query = `{ nothing${Math.random().toString(36).slice(2)} }`;
    const codes = async (body: object) => (await verdictOf(await post(world, body))).codes;
    expect(await codes({ query, extensions: named(query) })).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(await codes({ extensions: named(query) })).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect(await redis.exists(`document:${sha256(query)}`)).toBe(0);
  });

  it('work on one gateway while Redis is away', async () => {
    const alone = await startWorld({ redisUrl: 'redis://127.0.0.1:1' });
    const query = fresh();
    expect((await post(alone, { extensions: named(query) })).status).toBe(400);
    expect((await post(alone, { query, extensions: named(query) })).status).toBe(200);
    expect((await post(alone, { extensions: named(query) })).status).toBe(200);
    await alone.stop();
  });

  it.each([
    ['another version', { persistedQuery: { version: 2, sha256Hash: 'a' } }],
    ['no hash', { persistedQuery: { version: 1 } }],
    ['an empty hash', { persistedQuery: { version: 1, sha256Hash: '' } }],
    ['a text for an object', { persistedQuery: 'a' }],
  ])('are refused with %s', async (_what, extensions) => {
    expect(await verdictOf(await post(world, { extensions }))).toEqual({ status: 400, codes: ['BAD_REQUEST'] });
  });
});

describe('trusted documents', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const manifest = async (content: unknown) => {
    const path = join(folder, `${Math.random()}.json`);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const front = async (mode: 'prefer' | 'only', content: unknown = { 'the-id': '{ trusted }' }) => {
    const trusted = await openTrusted({ path: await manifest(content), mode });
    if (!trusted) throw new Error('no manifest');
    return openTestFront({ trusted });
  };
  const extensions = { persistedQuery: { version: 1, sha256Hash: 'the-id' } };

  it('are run by their id in both spellings, and by their text', async () => {
    for (const mode of ['prefer', 'only'] as const) {
      const { post: ask, asked, close } = await front(mode);
      for (const body of [{ documentId: 'the-id' }, { extensions }, { query: '{ trusted }' }])
        expect((await ask(body)).status).toBe(200);
      expect((await ask({ query: '{ trusted }', extensions })).status).toBe(200);
      expect(asked.map(({ query }) => query)).toEqual(Array(4).fill('{ trusted }'));
      await close();
    }
  });

  it('let nothing else through when only they may be run', async () => {
    const { post: ask, asked, close } = await front('only');
    const query = '{ other }';
    const codes = async (body: object) => (await verdictOf(await ask(body))).codes;
    expect(await codes({ query })).toEqual(['QUERY_NOT_IN_SAFELIST']);
    expect(await codes({ query, extensions: named(query) })).toEqual(['QUERY_NOT_IN_SAFELIST']);
    expect(await codes({ documentId: 'other' })).toEqual(['PERSISTED_QUERY_NOT_IN_LIST']);
    expect(await codes({ extensions: named(query) })).toEqual(['PERSISTED_QUERY_NOT_IN_LIST']);
    expect(asked).toEqual([]);
    await close();
  });

  it('leave room for other texts when they are preferred', async () => {
    const { post: ask, close } = await front('prefer');
    const query = '{ other }';
    expect((await ask({ query, extensions: named(query) })).status).toBe(200);
    expect((await ask({ extensions: named(query) })).status).toBe(200);
    expect((await verdictOf(await ask({ documentId: 'other' }))).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect((await verdictOf(await ask({ query, documentId: 'the-id' }))).codes).toEqual(['BAD_REQUEST']);
    await close();
  });

  it("are read from Apollo's manifest too", async () => {
    const operations = [{ id: 'the-id', name: 'T', type: 'query', body: '{ trusted }' }];
    const { post: ask, close } = await front('only', {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations,
    });
    expect((await ask({ extensions })).status).toBe(200);
    await close();
  });

  it.each([['no JSON'], [{ a: 1 }], [['{ a }']]])('stop the gateway from starting when the file is %j', async (bad) => {
    await expect(openTrusted({ path: await manifest(bad), mode: 'only' })).rejects.toThrow(ConfigurationRefused);
  });

  it('need a file to be the only ones', async () => {
    await expect(openTrusted({ path: undefined, mode: 'only' })).rejects.toThrow(ConfigurationRefused);
    await expect(openTrusted({ path: '/nowhere.json', mode: 'prefer' })).rejects.toThrow(ConfigurationRefused);
    expect(await openTrusted({ path: '/nowhere.json', mode: 'off' })).toBeUndefined();
    expect(await openTrusted({ path: undefined, mode: 'prefer' })).toBeUndefined();
  });
});
