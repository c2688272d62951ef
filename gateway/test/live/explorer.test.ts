import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Supergraph } from '@apollo/federation-internals';
import { supergraphSdl } from '@app/schema/sdl';
import { type GraphQLError, parse, validate } from 'graphql';
import { explorerPages } from '../../explorer/mount.ts';
import { answerPage } from '../../src/http/pages.ts';

const { tabsFor } = (await import('../../explorer/page/tabs.js' as string)) as {
  tabsFor: (demo: boolean) => { query: string }[];
};
const { openMemory } = (await import('../../explorer/page/memory.js' as string)) as {
  openMemory: (changed: (known: object) => void) => {
    learn(result: object): void;
    fill(variables: object, declared: string[]): Record<string, string>;
  };
};

describe('the ready tabs', () => {
  const schema = Supergraph.build(supergraphSdl()).apiSchema().toGraphQLJSSchema();
  const tabs = [...tabsFor(true), ...tabsFor(false)].map(({ query }) => [query.split('\n')[0], query] as const);

  it.each(tabs)('are valid: %s', (_title, query) => {
    expect(validate(schema, parse(query)).map((error: GraphQLError) => error.message)).toEqual([]);
  });

  it('show a tip and the choice of a provider', () => {
    const [, , order] = tabsFor(true);
    expect(order?.query).toMatch(/checkout\([^)]*provider: SANDBOX[^)]*tip: "1.50"/);
  });
});

describe('the page', () => {
  let server: Server;
  const get = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  beforeAll(async () => {
    const pages = explorerPages({ demo: true });
    server = createServer((request, response) => {
      const exchange = { request, response, correlationId: 'req_1', route: 'other', begun: 0, headers: [] };
      void answerPage(pages, exchange, request.url ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  it('loads nothing from elsewhere, and everything it names is there', async () => {
    const html = await (await get('/')).text();
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files.length).toBeGreaterThan(5);
    for (const file of [...files, '/explorer-assets/lib/graphql-ws/client.js', '/explorer-assets/follow.js']) {
      expect(file).toMatch(/^\/explorer-assets\//);
      expect(`${file} ${(await get(file)).status}`).toBe(`${file} 200`);
    }
    expect(html).not.toMatch(/<script(?![^>]*src=)/);
  });

  it('serves no other file of this machine', async () => {
    expect((await get('/explorer-assets/lib/graphql-ws/..%2f..%2fpackage.json')).status).toBeGreaterThanOrEqual(400);
    expect((await get('/explorer-assets/..%2fmount.ts')).status).toBeGreaterThanOrEqual(400);
  });
});

describe('the memory', () => {
  const kept = new Map<string, string>();
  beforeAll(() => {
    Object.assign(globalThis, {
      sessionStorage: { getItem: (key: string) => kept.get(key) ?? null, setItem: kept.set.bind(kept) },
    });
  });

  it('fills in what is declared and not given, and forgets what belonged to the order before', () => {
    const memory = openMemory(() => undefined);
    const declared = ['orderId', 'sellerOrderId', 'deliveryId', 'handoverCode'];
    const delivery = { id: 'dlv_1', handoverCode: '1234' };
    memory.learn({ data: { orderTracking: { order: { id: 'ord_1', sellerOrders: [{ id: 'slo_1', delivery }] } } } });
    expect(memory.fill({ orderId: 'mine' }, declared)).toEqual({
      orderId: 'mine',
      sellerOrderId: 'slo_1',
      deliveryId: 'dlv_1',
      handoverCode: '1234',
    });
    memory.learn({ data: { checkout: { order: { id: 'ord_2' } } } });
    expect(memory.fill({}, declared)).toEqual({ orderId: 'ord_2' });
    memory.learn({ data: { sellerOrders: { edges: [{ node: { id: 'slo_2' } }, { node: { id: 'slo_3' } }] } } });
    expect(memory.fill({}, declared)).toEqual({ orderId: 'ord_2', sellerOrderId: 'slo_2' });
  });

  it('makes a new key for each run', () => {
    const memory = openMemory(() => undefined);
    const keys = [1, 2].map(() => memory.fill({}, ['idempotencyKey']).idempotencyKey);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });
});
