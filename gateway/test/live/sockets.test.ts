import WebSocket from 'ws';
import { stepOf, type TestOrder, testUser } from './graph.ts';
import { reading, soon, until } from './reading.ts';
import { openWorld, type World } from './world.ts';

const ADA = testUser('usr_ada');
const TRACK = 'subscription T($id: ID!) { orderTracking(orderId: $id) { sequence } }';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const tracking = (client: ReturnType<World['socket']>, order: TestOrder) =>
  reading(client.iterate({ query: TRACK, variables: { id: order.id } }));

/** The next way in which a socket of this client is closed. */
const closedAs = (client: ReturnType<World['socket']>) =>
  soon(
    new Promise<string>((resolve) => {
      client.on('closed', (event) => {
        const { code, reason } = event as { code: number; reason: string };
        resolve(`${code} ${reason}`);
      });
    }),
    'a close',
  );

describe('a socket', () => {
  it('with a bad token is closed and told why', async () => {
    const client = world.socket('bad', { lazy: false, onNonLazyError: () => {} });
    expect(await closedAs(client)).toBe('4401 token not accepted: sign in again');
  });

  it('ends when its token does, and says how to go on', async () => {
    const order = world.order('usr_ada', 1);
    const client = world.socket(world.token(ADA, 3));
    const closed = closedAs(client);
    await tracking(client, order).next(1);
    expect(await closed).toBe('4401 token expired: reconnect with a fresh token and `after`');
  });

  it('ends within seconds of its session', async () => {
    const order = world.order('usr_ada', 1);
    const token = world.token(ADA);
    const client = world.socket(token);
    const closed = closedAs(client);
    await tracking(client, order).next(1);
    world.revoke(token);
    expect(await closed).toBe('4403 session ended: sign in again');
  });

  it('ends a subscription, and only that one, when the right to it is lost', async () => {
    const token = world.token(testUser('usr_cook', ['biz_1']));
    const client = world.socket(token);
    world.store.placed.set('biz_1', ['so_1']);
    const query = 'subscription { sellerOrderPlaced(businessId: "biz_1") { id } }';
    const kitchen = reading(client.iterate({ query }));
    await kitchen.next(1);
    const cart = reading(client.iterate({ query: 'subscription { cartChanged { id } }' }));
    await cart.next(1);
    world.become(token, testUser('usr_cook', []));
    expect(await kitchen.ending()).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    // Its rights have changed, so it is told its cart once more.
    expect(await cart.next(1)).toEqual([{ cartChanged: { id: 'usr_cook' } }]);
  });

  it('is sent away gracefully when the gateway stops', async () => {
    const client = world.socket(world.token(ADA));
    const closed = closedAs(client);
    await tracking(client, world.order('usr_ada', 1)).next(1);
    await world.live.stop();
    expect(await closed).toBe('1012 going away: reconnect in a moment');
  });

  it('may not subscribe before it is let in', async () => {
    const socket = new WebSocket(world.url, 'graphql-transport-ws');
    await soon(new Promise((resolve) => socket.once('open', resolve)), 'open');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } }));
    const code = await soon(new Promise((resolve) => socket.once('close', resolve)), 'close');
    expect(code).toBe(4401);
  });

  it('holds at most 100 operations', async () => {
    const order = world.order('usr_ada', 1);
    const client = world.socket(world.token(ADA));
    const readers = Array.from({ length: 100 }, () => tracking(client, order));
    await Promise.all(readers.map((reader) => reader.next(1)));
    expect(await tracking(client, order).ending()).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
  });

  it('leaves nothing behind: unsubscribed, and gone', async () => {
    const order = world.order('usr_ada', 1);
    const client = world.socket(world.token(ADA));
    const [one, two] = [tracking(client, order), tracking(client, order)];
    await Promise.all([one.next(1), two.next(1)]);
    expect(world.live.counts()).toMatchObject({ sockets: 1, streams: 0, subscriptions: 2, channels: 1 });
    await one.stop();
    await until(() => world.live.counts().subscriptions === 1, 'one left');
    expect(world.live.counts().channels).toBe(1);
    client.terminate();
    await until(() => world.live.counts().channels === 0, 'no channel');
    expect(world.live.counts()).toMatchObject({ sockets: 0, streams: 0, subscriptions: 0, channels: 0 });
    const [, listeners] = (await world.redis.pubsub('NUMSUB', `live:order:${order.id}`)) as [string, number];
    expect(listeners).toBe(0);
  });

  it('answers queries and mutations as well', async () => {
    const order = world.order('usr_ada', 1);
    const client = world.socket(world.token(ADA));
    const mutation = `mutation { rename(id: "${order.id}", name: "new") { name payment { status } } }`;
    expect(await reading(client.iterate({ query: mutation })).next(1)).toEqual([
      { rename: { name: 'new', payment: { status: 'PAID' } } },
    ]);
  });

  it('refuses what is refused over HTTP', async () => {
    const client = world.socket(world.token(ADA));
    const ending = await reading(client.iterate({ query: 'subscription { nothing }' })).ending();
    expect(ending).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});

describe('steps for one watcher', () => {
  it('of a cart say that it changed, the newest once', async () => {
    world.store.carts.set('usr_ada', 1);
    const cart = reading(
      world.socket(world.token(ADA)).iterate({ query: 'subscription { cartChanged { id version } }' }),
    );
    expect(await cart.next(1)).toEqual([{ cartChanged: { id: 'usr_ada', version: 1 } }]);
    world.store.carts.set('usr_ada', 2);
    await world.announce('cart:usr_ada', { __typename: 'Cart', id: 'usr_ada' });
    expect(await cart.next(1)).toEqual([{ cartChanged: { id: 'usr_ada', version: 2 } }]);
  });

  it('of a kitchen tell each order once: those open first, then each as it comes', async () => {
    world.store.placed.set('biz_1', ['so_1', 'so_2']);
    const query = 'subscription { sellerOrderPlaced(businessId: "biz_1") { id name } }';
    const kitchen = reading(world.socket(world.token(testUser('usr_cook', ['biz_1']))).iterate({ query }));
    const placed = (id: string) => ({ sellerOrderPlaced: { id, name: `seller order ${id}` } });
    expect(await kitchen.next(2)).toEqual([placed('so_1'), placed('so_2')]);
    for (const id of ['so_2', 'so_3', 'so_3', 'so_4'])
      await world.announce('kitchen:biz_1', { __typename: 'SellerOrder', id });
    expect(await kitchen.next(2)).toEqual([placed('so_3'), placed('so_4')]);
  });

  it('of a kitchen that Redis lost are asked for again', async () => {
    const query = 'subscription { sellerOrderPlaced(businessId: "biz_1") { id } }';
    const kitchen = reading(world.socket(world.token(testUser('usr_cook', ['biz_1']))).iterate({ query }));
    world.store.placed.set('biz_1', ['so_1']);
    await kitchen.next(1);
    world.store.placed.set('biz_1', ['so_1', 'so_2']);
    await world.dropRedis();
    expect(await kitchen.next(1)).toEqual([{ sellerOrderPlaced: { id: 'so_2' } }]);
  });

  it('of an order that became somebody else’s end with NOT_FOUND', async () => {
    const order = world.order('usr_ada', 1);
    const watching = tracking(world.socket(world.token(ADA)), order);
    await watching.next(1);
    world.store.orders.set(order.id, { ...order, owner: 'usr_eve' });
    await world.announce(`order:${order.id}`, stepOf(order.id, 2));
    expect(await watching.ending()).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });
});
