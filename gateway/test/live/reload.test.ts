import { type TestOrder, testUser } from './graph.ts';
import { reading } from './reading.ts';
import { openWorld, type World } from './world.ts';

const ADA = testUser('usr_ada');

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const track = (order: TestOrder, selection: string) => {
  const query = `subscription T($id: ID!) { orderTracking(orderId: $id) { sequence order { ${selection} } } }`;
  return reading(world.socket(world.token(ADA)).iterate({ query, variables: { id: order.id } }));
};
const step = (sequence: number, order: object) => ({ orderTracking: { sequence, order } });
const NAME = { name: 'order of usr_ada' };

it('another supergraph is taken up in place: who may goes on without losing a step, who may not is told why', async () => {
  const order = world.order('usr_ada', 1);
  const [stays, goes] = [track(order, 'name'), track(order, 'name padding(size: 2)')];
  expect(await stays.next(1)).toEqual([step(1, NAME)]);
  expect(await goes.next(1)).toEqual([step(1, { ...NAME, padding: 'xx' })]);
  await world.step(order);
  world.reload((sdl) => sdl.replace('padding(size: Int = 0): String!', 'short: String'));
  await world.step(order);
  expect(await goes.ending()).toEqual([
    expect.objectContaining({
      message: expect.stringContaining('Cannot query field "padding"'),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    }),
  ]);
  await world.step(order);
  expect(await stays.next(3)).toEqual([step(2, NAME), step(3, NAME), step(4, NAME)]);
  expect(world.live.counts()).toMatchObject({ subscriptions: 1, channels: 1 });
});

it('a watcher under the new supergraph and one who was there before share an answer', async () => {
  const order = world.order('usr_ada', 1);
  const token = world.token(ADA);
  const query = 'subscription T($id: ID!) { orderTracking(orderId: $id) { sequence order { payment { status } } } }';
  const watch = () => reading(world.socket(token).iterate({ query, variables: { id: order.id } }));
  const before = watch();
  await before.next(1);
  world.reload((sdl) => sdl);
  const after = watch();
  await after.next(1);
  const asked = world.store.asked.payments;
  await world.step(order);
  const paid = step(2, { payment: { status: 'PAID' } });
  expect([...(await before.next(1)), ...(await after.next(1))]).toEqual([paid, paid]);
  expect(world.store.asked.payments - asked).toBe(1);
});
