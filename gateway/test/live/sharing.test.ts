import { encodeCursor } from '@app/kernel/cursor';
import { stepOf, type TestOrder, testUser } from './graph.ts';
import { reading, until } from './reading.ts';
import { openWorld, type World } from './world.ts';

const ADA = testUser('usr_ada');
const QUERY = `subscription T($id: ID!, $after: String, $size: Int = 0) {
  orderTracking(orderId: $id, after: $after) { sequence kind order { padding(size: $size) payment { status } } }
}`;

interface Told {
  readonly orderTracking: { sequence: number; kind: string };
}

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** Watchers of one order by one user, over as few sockets as hold them, in so many different selections. */
function watchers(order: TestOrder, count: number, selections = 1) {
  const token = world.token(ADA);
  const sockets = Array.from({ length: Math.ceil(count / 100) }, () => world.socket(token));
  return Array.from({ length: count }, (_, n) => {
    const socket = sockets[Math.floor(n / 100)] as (typeof sockets)[number];
    return reading<Told>(socket.iterate({ query: QUERY, variables: { id: order.id, size: n % selections } }));
  });
}

/** How often one step of an order with this many watchers is resolved, and what the subgraphs are asked for it. Each is told it once. */
async function costOfOneStep(count: number, selections = 1): Promise<{ made: number; asked: number }> {
  const order = world.order('usr_ada', 1);
  const all = watchers(order, count, selections);
  await Promise.all(all.map((watcher) => watcher.next(1)));
  const { orders, payments } = world.store.asked;
  const { made } = world.live.counts();
  await world.step(order);
  const told = await Promise.all(all.map((watcher) => watcher.next(1)));
  expect(told.filter(([answer]) => answer?.orderTracking.sequence === 2)).toHaveLength(count);
  await Promise.all(all.map((watcher) => watcher.stop()));
  const asked = world.store.asked.orders - orders + world.store.asked.payments - payments;
  return { made: world.live.counts().made - made, asked };
}

it('one step costs the subgraphs the same whether one watches or a thousand', async () => {
  expect(await costOfOneStep(1)).toEqual({ made: 1, asked: 2 });
  expect(await costOfOneStep(100)).toEqual({ made: 1, asked: 2 });
  expect(await costOfOneStep(1_000)).toEqual({ made: 1, asked: 2 });
}, 120_000);

it('what one step costs grows with what is selected, not with who watches', async () => {
  // Each selection asks orders for the step; what payments adds is the same for all of them, and asked for once.
  expect(await costOfOneStep(12, 3)).toEqual({ made: 3, asked: 3 + 1 });
  expect(await costOfOneStep(300, 3)).toEqual({ made: 3, asked: 3 + 1 });
  expect(await costOfOneStep(300, 6)).toEqual({ made: 6, asked: 6 + 1 });
}, 120_000);

it('who resumed elsewhere shares; who selects by another variable does not', async () => {
  const order = world.order('usr_ada', 3);
  const client = world.socket(world.token(ADA));
  const watch = (variables: object) =>
    reading(client.iterate({ query: QUERY, variables: { id: order.id, ...variables } }));
  const after = (sequence: number) => ({ after: encodeCursor([order.id, sequence]) });
  const all = [watch({}), watch(after(1)), watch(after(2)), watch({ size: 2 })] as const;
  await Promise.all([all[0].next(1), all[1].next(2), all[2].next(1), all[3].next(1)]);
  const before = world.store.asked.orders;
  await world.step(order);
  const told = await Promise.all(all.map((watcher) => watcher.next(1)));
  const answer = (padding: string) => [
    { orderTracking: { sequence: 4, kind: 'STATUS', order: { padding, payment: { status: 'PAID' } } } },
  ];
  expect(told).toEqual([answer(''), answer(''), answer(''), answer('xx')]);
  expect(world.store.asked.orders - before).toBe(2);
});

it('two who may not see the same never share', async () => {
  const order = world.order('usr_ada', 1);
  const [mine, other] = [reading(watchOne(order, ADA)), reading(watchOne(order, { ...ADA, roles: ['ADMIN'] }))];
  await Promise.all([mine.next(1), other.next(1)]);
  const before = world.store.asked.payments;
  await world.step(order);
  await Promise.all([mine.next(1), other.next(1)]);
  expect(world.store.asked.payments - before).toBe(2);
});

const watchOne = (order: TestOrder, viewer: typeof ADA) =>
  world.socket(world.token(viewer)).iterate({ query: QUERY, variables: { id: order.id } });

it('of fifty positions in a moment a few are told, the newest at the end, and no number is taken', async () => {
  const order = world.order('usr_ada', 4);
  const [watcher] = watchers(order, 1) as [ReturnType<typeof reading<Told>>];
  await watcher.next(1);
  const before = world.store.asked.orders;
  const topic = `order:${order.id}`;
  const moved = (n: number) => ({ ...stepOf(order.id, 0, 'LOCATION'), at: `2026-01-31T12:00:00.${100 + n}Z` });
  await Promise.all(Array.from({ length: 50 }, (_, n) => world.announce(topic, moved(n))));
  const kinds = [];
  for (const answer of await watcher.next(2))
    kinds.push(`${answer.orderTracking.kind} ${answer.orderTracking.sequence}`);
  expect(kinds).toEqual(['LOCATION 4', 'LOCATION 4']);
  expect(world.store.asked.orders - before).toBeLessThanOrEqual(3);
  await world.step(order);
  const told = await watcher.next(1);
  expect(told).toMatchObject([{ orderTracking: { sequence: 5, kind: 'STATUS' } }]);
});

it('nothing stays of watchers who left', async () => {
  const order = world.order('usr_ada', 1);
  const all = watchers(order, 100);
  await Promise.all(all.map((watcher) => watcher.next(1)));
  await world.announce(`order:${order.id}`, stepOf(order.id, 0, 'LOCATION'));
  await Promise.all(all.map((watcher) => watcher.next(1)));
  await Promise.all(all.map((watcher) => watcher.stop()));
  await until(() => world.live.counts().subscriptions === 0, 'all have left');
  expect(world.live.counts()).toMatchObject({ subscriptions: 0, channels: 0, underway: 0 });
  const [, listeners] = (await world.redis.pubsub('NUMSUB', `live:order:${order.id}`)) as [string, number];
  expect(listeners).toBe(0);
});
