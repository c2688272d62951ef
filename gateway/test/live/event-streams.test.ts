import { encodeCursor } from '@app/kernel/cursor';
import { testUser } from './graph.ts';
import { reading, until } from './reading.ts';
import { openWorld, type World } from './world.ts';

const ADA = testUser('usr_ada');
const TRACK = `subscription T($id: ID!, $after: String) { orderTracking(orderId: $id, after: $after) { sequence kind order { payment { status } } } }`;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const step = (sequence: number, kind: string) => ({
  orderTracking: { sequence, kind, order: { payment: { status: 'PAID' } } },
});

describe('an event stream', () => {
  it('tells the same as a socket: snapshot, live, resumed', async () => {
    const order = world.order('usr_ada', 2);
    const client = world.events(world.token(ADA));
    const first = reading(client.iterate({ query: TRACK, variables: { id: order.id } }));
    expect(await first.next(1)).toEqual([step(2, 'SNAPSHOT')]);
    await world.step(order);
    expect(await first.next(1)).toEqual([step(3, 'STATUS')]);
    const after = encodeCursor([order.id, 1]);
    const resumed = reading(client.iterate({ query: TRACK, variables: { id: order.id, after } }));
    expect(await resumed.next(2)).toEqual([step(2, 'STATUS'), step(3, 'STATUS')]);
  });

  it('is read by a plain GET as well', async () => {
    const order = world.order('usr_ada', 2);
    const url = new URL(world.url.replace('ws:', 'http:'));
    url.searchParams.set('query', TRACK);
    url.searchParams.set('variables', JSON.stringify({ id: order.id }));
    const leaving = new AbortController();
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${world.token(ADA)}` };
    const response = await fetch(url, { headers, signal: leaving.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('data:')) break;
    }
    expect(text).toContain(`event: next\ndata: ${JSON.stringify({ data: step(2, 'SNAPSHOT') })}\n\n`);
    leaving.abort();
    await until(() => world.live.counts().subscriptions === 0, 'nothing left');
    expect(world.live.counts()).toMatchObject({ sockets: 0, streams: 0, subscriptions: 0, channels: 0 });
  });

  it('refuses a bad token with 401', async () => {
    const body = JSON.stringify({ query: '{ __typename }' });
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream', authorization: 'Bearer bad' };
    const response = await fetch(world.url.replace('ws:', 'http:'), { method: 'POST', headers, body });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('tells a stranger NOT_FOUND and completes', async () => {
    const order = world.order('usr_eve', 1);
    const answers = world.events(world.token(ADA)).iterate({ query: TRACK, variables: { id: order.id } });
    expect(await reading(answers).ending()).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('says why it ends when its session does', async () => {
    const order = world.order('usr_ada', 1);
    const token = world.token(ADA);
    const tracking = reading(world.events(token).iterate({ query: TRACK, variables: { id: order.id } }));
    await tracking.next(1);
    world.revoke(token);
    expect(await tracking.ending()).toMatchObject([
      { message: 'session ended: sign in again', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  it('says why it ends when the gateway stops', async () => {
    const order = world.order('usr_ada', 1);
    const tracking = reading(world.events(world.token(ADA)).iterate({ query: TRACK, variables: { id: order.id } }));
    await tracking.next(1);
    const stopped = world.live.stop();
    expect(await tracking.ending()).toMatchObject([
      { message: 'going away: reconnect in a moment', extensions: { code: 'UPSTREAM_UNAVAILABLE' } },
    ]);
    await stopped;
    expect(world.live.counts()).toMatchObject({ streams: 0, subscriptions: 0, channels: 0 });
  });

  it('answers a query, and no mutation by GET', async () => {
    const client = world.events(world.token(ADA));
    const order = world.order('usr_ada', 1);
    const query = `{ order(id: "${order.id}") { name } }`;
    expect(await reading(client.iterate({ query })).next(1)).toEqual([{ order: { name: 'order of usr_ada' } }]);
    const url = new URL(world.url.replace('ws:', 'http:'));
    url.searchParams.set('query', `mutation { rename(id: "${order.id}", name: "new") { name } }`);
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${world.token(ADA)}` };
    expect(await (await fetch(url, { headers })).text()).toContain('BAD_USER_INPUT');
    expect(order.name).toBe('order of usr_ada');
  });
});
