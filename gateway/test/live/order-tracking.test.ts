import { encodeCursor } from '@app/kernel/cursor';
import { stepOf, type TestOrder, testUser } from './graph.ts';
import { reading, until } from './reading.ts';
import { openWorld, type World } from './world.ts';

const ADA = testUser('usr_ada');
const EVE = testUser('usr_eve');

const TRACK = `subscription Track($id: ID!, $after: String) {
  orderTracking(orderId: $id, after: $after) { cursor sequence kind order { id name payment { status } } }
}`;

interface Tracked {
  readonly orderTracking: { cursor: string; sequence: number; kind: string; order: object };
}

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const track = (order: TestOrder, { after, user = ADA }: { after?: string; user?: typeof ADA } = {}) =>
  reading<Tracked>(
    world.socket(world.token(user)).iterate({ query: TRACK, variables: { id: order.id, ...(after && { after }) } }),
  );
const numbers = (answers: Tracked[]) => answers.map(({ orderTracking: { kind, sequence } }) => `${kind} ${sequence}`);
const cursor = (order: TestOrder, sequence: number) => encodeCursor([order.id, sequence]);
const heard = (order: TestOrder) =>
  until(async () => Number((await world.redis.pubsub('NUMSUB', `live:order:${order.id}`))[1]) > 0, 'listening');

describe('orderTracking', () => {
  it('starts with a snapshot, joined over subgraphs', async () => {
    const order = world.order('usr_ada', 3);
    const [first] = await track(order).next(1);
    expect(first).toEqual({
      orderTracking: {
        cursor: cursor(order, 3),
        sequence: 3,
        kind: 'SNAPSHOT',
        order: { id: order.id, name: 'order of usr_ada', payment: { status: 'PAID' } },
      },
    });
  });

  it('goes on live, in order, with the order as it is by then', async () => {
    const order = world.order('usr_ada', 1);
    const tracking = track(order);
    await tracking.next(1);
    order.name = 'renamed';
    for (let step = 0; step < 5; step++) await world.step(order);
    const live = await tracking.next(5);
    expect(numbers(live)).toEqual(['STATUS 2', 'STATUS 3', 'STATUS 4', 'STATUS 5', 'STATUS 6']);
    expect(live[4]?.orderTracking.order).toMatchObject({ name: 'renamed' });
  });

  it('tells who was away for long page by page', async () => {
    const order = world.order('usr_ada', 400);
    const tracking = track(order, { after: cursor(order, 100) });
    const told = await tracking.next(300);
    expect(told.map(({ orderTracking: { sequence } }) => sequence)).toEqual(
      Array.from({ length: 300 }, (_, n) => 101 + n),
    );
    expect(world.store.asked.mostOpened).toBe(256);
    await world.step(order);
    expect(numbers(await tracking.next(1))).toEqual(['STATUS 401']);
  }, 60_000);

  it('asks again for what was missed while the log was being read', async () => {
    const order = world.order('usr_ada', 1);
    const token = world.token(ADA);
    let release = () => {};
    world.store.held = new Promise((resolve) => {
      release = resolve;
    });
    const variables = { id: order.id, after: cursor(order, 1) };
    const tracking = reading<Tracked>(world.socket(token).iterate({ query: TRACK, variables }));
    const told = tracking.next(1);
    const { open } = world.store.asked;
    await until(() => world.store.asked.open > open, 'the question');
    await world.step(order, { announce: false });
    world.become(token, { ...ADA, roles: ['CUSTOMER', 'BUSINESS'] });
    // Whoever has other rights now has missed what was not theirs before; it takes the gateway a second to know.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    world.store.held = undefined;
    release();
    expect(numbers(await told)).toEqual(['STATUS 2']);
  });

  it('resumes after a cursor: every step since, then live', async () => {
    const order = world.order('usr_ada', 5);
    const tracking = track(order, { after: cursor(order, 2) });
    expect(numbers(await tracking.next(3))).toEqual(['STATUS 3', 'STATUS 4', 'STATUS 5']);
    await world.step(order);
    expect(numbers(await tracking.next(1))).toEqual(['STATUS 6']);
  });

  it('drops repeats', async () => {
    const order = world.order('usr_ada', 2);
    const tracking = track(order);
    await tracking.next(1);
    await world.announce(`order:${order.id}`, stepOf(order.id, 2));
    await world.announce(`order:${order.id}`, stepOf(order.id, 1));
    await world.step(order);
    await world.announce(`order:${order.id}`, stepOf(order.id, 3));
    await world.step(order);
    expect(numbers(await tracking.next(2))).toEqual(['STATUS 3', 'STATUS 4']);
  });

  it('fills a gap from the log', async () => {
    const order = world.order('usr_ada', 1);
    const tracking = track(order);
    await tracking.next(1);
    await world.step(order, { announce: false });
    await world.step(order, { announce: false });
    await world.step(order);
    expect(numbers(await tracking.next(3))).toEqual(['STATUS 2', 'STATUS 3', 'STATUS 4']);
  });

  it('takes steps that come while the snapshot is being asked for', async () => {
    const order = world.order('usr_ada', 1);
    const tracking = track(order);
    await heard(order);
    await world.step(order);
    await world.step(order);
    const [first, ...later] = await tracking.next(2);
    const start = first?.orderTracking.sequence ?? 0;
    const rest = start === 3 ? [] : [...later, ...(await tracking.next(Math.max(0, 2 - start)))];
    const all = [start, ...rest.map((answer) => answer.orderTracking.sequence)];
    expect(all).toEqual([1, 2, 3].slice(start - 1));
  });

  it('gives positions the number of the step before, and only the newest of them', async () => {
    const order = world.order('usr_ada', 4);
    const tracking = track(order);
    await tracking.next(1);
    await world.announce(`order:${order.id}`, stepOf(order.id, 0, 'LOCATION'));
    expect(numbers(await tracking.next(1))).toEqual(['LOCATION 4']);
    await world.step(order);
    expect(numbers(await tracking.next(1))).toEqual(['STATUS 5']);
  });

  it('misses nothing when Redis drops the connection', async () => {
    const order = world.order('usr_ada', 1);
    const tracking = track(order);
    await tracking.next(1);
    await world.dropRedis();
    await world.step(order);
    await world.step(order);
    expect(numbers(await tracking.next(2))).toEqual(['STATUS 2', 'STATUS 3']);
    await heard(order);
    await world.step(order);
    expect(numbers(await tracking.next(1))).toEqual(['STATUS 4']);
  });

  it('waits for the owning subgraph when it is away for a moment', async () => {
    const order = world.order('usr_ada', 1);
    const tracking = track(order);
    await tracking.next(1);
    world.store.outage = true;
    await world.step(order);
    setTimeout(() => Object.assign(world.store, { outage: false }), 250);
    expect(numbers(await tracking.next(1))).toEqual(['STATUS 2']);
  });

  it('answers a stranger like somebody who asks for nothing that exists', async () => {
    const order = world.order('usr_ada', 1);
    const refused = [{ message: expect.any(String), extensions: { code: 'NOT_FOUND' } }];
    expect(await track(order, { user: EVE }).ending()).toEqual(refused);
    expect(await track({ ...order, id: 'ord_none' }).ending()).toEqual(refused);
  });

  it("refuses another order's cursor and a forged one", async () => {
    const [order, other] = [world.order('usr_ada', 3), world.order('usr_ada', 3)];
    for (const after of [cursor(other, 1), 'forged', cursor(order, -1)])
      expect(await track(order, { after }).ending()).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }]);
  });

  it('resolves a step once for all who would see the same', async () => {
    const order = world.order('usr_ada', 1);
    const token = world.token(ADA);
    const watchers = Array.from({ length: 20 }, () =>
      reading<Tracked>(world.socket(token).iterate({ query: TRACK, variables: { id: order.id } })),
    );
    await Promise.all(watchers.map((watcher) => watcher.next(1)));
    const before = world.store.asked.payments;
    await world.step(order);
    await Promise.all(watchers.map((watcher) => watcher.next(1)));
    expect(world.store.asked.payments - before).toBe(1);
  });

  it('understands aliases, fragments and variables', async () => {
    const order = world.order('usr_ada', 2);
    const query = `subscription T($id: ID!, $size: Int!, $with: Boolean!) { t: orderTracking(orderId: $id) { ...F at: order { n: name } } }
      fragment F on OrderUpdate { kind: sequence order { padding(size: $size) payment @include(if: $with) { status } } }`;
    const answers = reading(
      world.socket(world.token(ADA)).iterate({ query, variables: { id: order.id, size: 3, with: false } }),
    );
    expect(await answers.next(1)).toEqual([
      { t: { kind: 2, at: { n: 'order of usr_ada' }, order: { padding: 'xxx' } } },
    ]);
  });
});
