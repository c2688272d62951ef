import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Redis, startRedis } from '@app/stack/redis';
import { type TestOrder, testUser } from './graph.ts';
import { reading, until } from './reading.ts';
import { type Ground, newGround, openWorld, type World } from './world.ts';

const ADA = testUser('usr_ada');
const TRACK = `subscription T($id: ID!, $after: String) { orderTracking(orderId: $id, after: $after) { cursor sequence kind } }`;

interface Told {
  readonly orderTracking: { cursor: string; sequence: number; kind: string };
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

let folder: string;
let port: number;
let redis: Redis;
let ground: Ground;
let one: World;
let two: World;
const start = () => startRedis({ dataDir: path.join(folder, 'redis'), port, durable: false });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'live-gateways-'));
  port = await freePort();
  redis = await start();
  ground = newGround(redis.url);
  one = await openWorld(ground);
  two = await openWorld(ground);
}, 60_000);
afterAll(async () => {
  await one.close();
  await two.close();
  await redis.stop();
  rmSync(folder, { recursive: true });
});

const track = (world: World, order: TestOrder, after?: string) =>
  reading<Told>(world.socket(world.token(ADA)).iterate({ query: TRACK, variables: { id: order.id, after } }));
const numbers = (answers: Told[]) => answers.map(({ orderTracking }) => orderTracking.sequence);

describe('a cursor', () => {
  it('goes on at another gateway, where the first one left off', async () => {
    const order = one.order('usr_ada', 2);
    const first = track(one, order);
    await first.next(1);
    await one.step(order);
    const last = (await first.next(1)).at(-1)?.orderTracking.cursor;
    await first.stop();
    await one.step(order);
    await two.step(order);
    const second = track(two, order, last);
    expect(numbers(await second.next(2))).toEqual([4, 5]);
    // A step that is announced through one gateway's process is heard at the other.
    await one.step(order);
    expect(numbers(await second.next(1))).toEqual([6]);
  });

  it('goes on after Redis has lost everything', async () => {
    const order = one.order('usr_ada', 1);
    const first = track(one, order);
    const [snapshot] = await first.next(1);
    await one.step(order);
    await one.redis.flushall();
    await one.step(order, { announce: false });
    const second = track(two, order, snapshot?.orderTracking.cursor);
    expect(numbers(await second.next(2))).toEqual([2, 3]);
    await two.step(order);
    expect(numbers(await first.next(3))).toEqual([2, 3, 4]);
    expect(numbers(await second.next(1))).toEqual([4]);
  });

  it('goes on while Redis is away, and live once another one is there', async () => {
    const order = one.order('usr_ada', 1);
    const first = track(one, order);
    const [snapshot] = await first.next(1);
    await redis.stop();
    order.log.push({ ...(order.log[0] as (typeof order.log)[0]), sequence: 2 });
    const second = track(two, order, snapshot?.orderTracking.cursor);
    expect(numbers(await second.next(1))).toEqual([2]);
    redis = await start();
    expect(numbers(await first.next(1))).toEqual([2]);
    await until(
      async () => Number((await one.redis.pubsub('NUMSUB', `live:order:${order.id}`))[1]) === 2,
      'both listen',
    );
    await one.step(order);
    expect(numbers(await first.next(1))).toEqual([3]);
    expect(numbers(await second.next(1))).toEqual([3]);
  }, 60_000);
});
