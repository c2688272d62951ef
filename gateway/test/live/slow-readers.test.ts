import { encodeCursor } from '@app/kernel/cursor';
import WebSocket from 'ws';
import { type TestOrder, testUser } from './graph.ts';
import { reading, soon, until } from './reading.ts';
import { openWorld, type World } from './world.ts';

const ADA = testUser('usr_ada');
const TRACK = `subscription T($id: ID!, $after: String, $size: Int = 0) {
  orderTracking(orderId: $id, after: $after) { cursor sequence order { padding(size: $size) } }
}`;

interface Told {
  readonly orderTracking: { cursor: string; sequence: number };
}

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** A socket that watches an order `times` times, and reads nothing once it has been told the first step of each. */
async function sleepy(order: TestOrder, { size, times = 1 }: { size: number; times?: number }) {
  const socket = new WebSocket(world.url, 'graphql-transport-ws');
  const told: Told[] = [];
  socket.on('message', (text) => {
    const { type, payload } = JSON.parse(String(text)) as { type: string; payload: { data: Told } };
    if (type === 'next') told.push(payload.data);
  });
  const closed = new Promise<string>((resolve) => {
    socket.once('close', (code, reason) => resolve(`${code} ${reason}`));
  });
  await soon(new Promise((resolve) => socket.once('open', resolve)), 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${world.token(ADA)}` } }));
  await soon(new Promise((resolve) => socket.once('message', resolve)), 'the acknowledgement');
  const payload = { query: TRACK, variables: { id: order.id, size } };
  for (let n = 0; n < times; n++) socket.send(JSON.stringify({ id: `${n}`, type: 'subscribe', payload }));
  await until(() => told.length === times, 'snapshots');
  socket.pause();
  return { told, closed: () => soon(closed, 'a close'), wake: () => socket.resume() };
}

describe('a client that does not read', () => {
  it('is told RESYNC_REQUIRED when 256 steps wait, and goes on with `after` without loss; others never wait', async () => {
    const order = world.order('usr_ada', 1);
    const slow = await sleepy(order, { size: 500_000 });
    const fast = reading<Told>(world.socket(world.token(ADA)).iterate({ query: TRACK, variables: { id: order.id } }));
    await fast.next(1);
    for (let n = 0; n < 6; n++) {
      for (let step = 0; step < 64; step++) await world.step(order);
      await fast.next(64);
    }
    // Nothing is made for it any more, though it has not noticed yet.
    expect(world.live.counts().subscriptions).toBe(1);
    slow.wake();
    expect(await slow.closed()).toBe('4413 RESYNC_REQUIRED: reconnect and go on with `after`');
    const sequences = slow.told.map(({ orderTracking }) => orderTracking.sequence);
    const last = sequences.at(-1) ?? 0;
    expect(sequences).toEqual(Array.from({ length: last }, (_, n) => n + 1));
    expect(last).toBeLessThan(128);
    const after = slow.told.at(-1)?.orderTracking.cursor;
    const variables = { id: order.id, after };
    const resumed = reading<Told>(world.socket(world.token(ADA)).iterate({ query: TRACK, variables }));
    const rest = (await resumed.next(385 - last)).map(({ orderTracking }) => orderTracking.sequence);
    expect(rest).toEqual(Array.from({ length: 385 - last }, (_, n) => last + n + 1));
  }, 60_000);

  it('has at most a megabyte unread, over all it watches, whatever it asked for', async () => {
    const order = world.order('usr_ada', 1);
    const slow = await sleepy(order, { size: 300_000, times: 10 });
    for (let n = 0; n < 8; n++) await world.step(order);
    await until(() => world.live.counts().unread > 64 * 1024, 'something to wait for');
    let most = 0;
    for (let n = 0; n < 50; n++) {
      most = Math.max(most, world.live.counts().unread);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(most).toBeLessThanOrEqual(1024 * 1024 + 64 * 1024);
    slow.wake();
    for (let all = 20; all <= 90; all += 10) await until(() => slow.told.length >= all, `${all} steps`);
    const cursors = new Set(slow.told.map(({ orderTracking }) => orderTracking.cursor));
    expect(cursors).toEqual(new Set(Array.from({ length: 9 }, (_, n) => encodeCursor([order.id, n + 1]))));
  }, 60_000);
});
