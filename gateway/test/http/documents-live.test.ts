import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startWorld, type World } from '../world/world.ts';
import { named } from './front.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const fresh = () => `{ a${Math.random().toString(36).slice(2)}: echo(text: "x") }`;
const post = (body: object, accept: string) =>
  world.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
  });

/** What a socket answers to one operation: its data, or the codes of its errors. */
async function overSocket(body: { query?: string; extensions?: Record<string, unknown> }): Promise<unknown> {
  const client = createClient({
    url: world.gateway.url.replace('http', 'ws').concat('/graphql'),
    webSocketImpl: WebSocket,
  });
  try {
    // The protocol wants a text; an empty one is none.
    for await (const { data } of client.iterate({ query: '', ...body })) return data;
    return undefined;
  } catch (error) {
    return (error as { extensions: { code: unknown } }[]).map(({ extensions }) => extensions.code);
  } finally {
    await client.dispose();
  }
}

it('knows a document on sockets and event streams that was told over HTTP', async () => {
  const query = fresh();
  const extensions = named(query);
  expect(await overSocket({ extensions })).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  expect(await (await post({ extensions }, 'text/event-stream')).text()).toContain('PERSISTED_QUERY_NOT_FOUND');
  expect((await post({ query, extensions }, 'application/json')).status).toBe(200);
  const data = { [query.slice(2, query.indexOf(':'))]: 'x' };
  expect(await overSocket({ extensions })).toEqual(data);
  expect(await (await post({ extensions }, 'text/event-stream')).text()).toContain(JSON.stringify({ data }));
});

it('knows a document over HTTP that was told on a socket', async () => {
  const query = fresh();
  const extensions = named(query);
  await overSocket({ query, extensions });
  expect((await post({ extensions }, 'application/graphql-response+json')).status).toBe(200);
});

it('refuses a wrong hash on a socket too', async () => {
  expect(await overSocket({ query: fresh(), extensions: named('{ other }') })).toEqual(['BAD_REQUEST']);
});
