import { setTimeout as pause } from 'node:timers/promises';
import { testUser } from './graph.ts';
import { openWorld, type World } from './world.ts';

const ADA = testUser('usr_ada');
const TRACK = 'subscription T($id: ID!) { orderTracking(orderId: $id) { sequence kind } }';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const address = () => new URL(world.url.replace('ws:', 'http:'));
const ask = (headers: Record<string, string>) => fetch(address(), { method: 'PUT', headers });
const issue = async (token: string) => (await ask({ authorization: `Bearer ${token}` })).text();

/** What a stream opened with this ticket says first, or the refusal's code. */
async function firstWith(ticket: string, orderId: string): Promise<unknown> {
  const url = address();
  url.search = `${new URLSearchParams({ query: TRACK, variables: JSON.stringify({ id: orderId }), ticket })}`;
  const response = await fetch(url, { headers: { accept: 'text/event-stream' } });
  if (!response.ok) return ((await response.json()) as { errors: [{ extensions: object }] }).errors[0].extensions;
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const data = /^data: (.+)$/m.exec(text)?.[1];
    if (data) return JSON.parse(data);
  }
  return undefined;
}

describe('a ticket', () => {
  it('stands for its token in a URL, once', async () => {
    const order = world.order('usr_ada', 2);
    const response = await ask({ authorization: `Bearer ${world.token(ADA)}` });
    expect([response.status, response.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const ticket = await response.text();
    const refused = { code: 'UNAUTHENTICATED' };
    expect(await firstWith(ticket, order.id)).toEqual({ data: { orderTracking: { sequence: 2, kind: 'SNAPSHOT' } } });
    expect(await firstWith(ticket, order.id)).toEqual(refused);
    expect(await firstWith('forged', order.id)).toEqual(refused);
  });

  it('lets nobody see what is not theirs', async () => {
    const order = world.order('usr_eve', 1);
    const answer = await firstWith(await issue(world.token(ADA)), order.id);
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  it('is given to who is signed in, and to nobody else', async () => {
    for (const headers of [{}, { authorization: 'Bearer bad' }]) expect((await ask(headers as never)).status).toBe(401);
  });

  it('dies young, and tells Redis neither itself nor its token', async () => {
    const token = world.token(ADA);
    const before = new Set(await world.redis.keys('ticket:*'));
    const ticket = await issue(token);
    const [name = ''] = (await world.redis.keys('ticket:*')).filter((key) => !before.has(key));
    expect(await world.redis.ttl(name)).toBeLessThanOrEqual(30);
    const stored = (await world.redis.getBuffer(name)) ?? Buffer.alloc(0);
    expect(stored.includes(token) || stored.includes(ticket) || name.includes(ticket)).toBe(false);
    await world.redis.pexpire(name, 1);
    await pause(20);
    expect(await firstWith(ticket, world.order('usr_ada', 1).id)).toEqual({ code: 'UNAUTHENTICATED' });
  });
});
