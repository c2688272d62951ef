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

it('positions ask nobody again for what a numbered step has to change first', async () => {
  const order = world.order('usr_ada', 4);
  const query = `subscription T($id: ID!) {
    orderTracking(orderId: $id) { when: at sequence kind order { name payment { status } } }
  }`;
  const watch = (viewer: typeof ADA) =>
    reading<Told>(world.socket(world.token(viewer)).iterate({ query, variables: { id: order.id } }));
  const [mine, admins] = [watch(ADA), watch({ ...ADA, roles: ['ADMIN'] })];
  const next = async () => (await Promise.all([mine.next(1), admins.next(1)])).flat();
  const move = async (at: string) => {
    const { orders, payments } = world.store.asked;
    await world.announce(`order:${order.id}`, { ...stepOf(order.id, 0, 'LOCATION'), at });
    const told = await next();
    return { told, asked: world.store.asked.orders - orders + world.store.asked.payments - payments };
  };
  const step = (sequence: number, kind: string, when: unknown, name = 'order') => ({
    orderTracking: { when, sequence, kind, order: { name, payment: { status: 'PAID' } } },
  });
  await next();
  order.name = 'first';
  const [one, two, three] = ['2026-01-31T12:00:01.000Z', '2026-01-31T12:00:02.000Z', '2026-01-31T12:00:03.000Z'];
  // Each viewer's own rights decide, so that each is asked for.
  expect(await move(one)).toEqual({ told: Array(2).fill(step(4, 'LOCATION', one, 'first')), asked: 4 });
  order.name = 'second';
  expect(await move(two)).toEqual({ told: Array(2).fill(step(4, 'LOCATION', two, 'first')), asked: 0 });
  await world.step(order);
  expect(await next()).toEqual(Array(2).fill(step(5, 'STATUS', expect.anything(), 'second')));
  expect(await move(three)).toEqual({ told: Array(2).fill(step(5, 'LOCATION', three, 'second')), asked: 4 });
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
