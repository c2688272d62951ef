import { encodeCursor } from '@app/kernel/cursor';
import { jest } from '@jest/globals';
import WebSocket from 'ws';
import { stepOf, type TestOrder, testUser } from './graph.ts';
import { reading, soon, until } from './reading.ts';
import { openWorld, type World } from './world.ts';

const ADA = testUser('usr_ada');
const EVE = testUser('usr_eve');
const KIM = testUser('usr_kim', [], ['COURIER']);
const BISTRO = testUser('usr_cook', ['biz_bistro'], ['BUSINESS']);
const PIZZA = testUser('usr_pizza', ['biz_pizza'], ['BUSINESS']);
const TRACK = `subscription T($id: ID!, $after: String) { orderTracking(orderId: $id, after: $after) { sequence } }`;
const KITCHEN = 'subscription { sellerOrderPlaced(businessId: "biz_bistro") { id } }';
const OFFERS = 'subscription { deliveryOffers { id } }';

let world: World;
let silent: ReturnType<typeof raw>;
let deaf: ReturnType<typeof raw>;
beforeAll(async () => {
  world = await openWorld();
  // graphql-ws prints what `ws` refuses.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  // What these two end with takes a while to come.
  silent = raw();
  deaf = raw({ autoPong: false });
  deaf.send({ type: 'connection_init', payload: { authorization: `Bearer ${world.token(ADA, 120)}` } });
});
afterAll(() => world.close());

/** A socket without a client library: what it is sent, and what it is closed with. */
function raw(options: WebSocket.ClientOptions = {}) {
  const socket = new WebSocket(world.url, 'graphql-transport-ws', options);
  const heard: { id?: string; type: string; payload?: [{ extensions: { code: string } }] }[] = [];
  socket.on('message', (text) => heard.push(JSON.parse(String(text))));
  const open = new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<string>((resolve) => socket.once('close', (code, why) => resolve(`${code} ${why}`)));
  return {
    heard,
    closed,
    leave: () => socket.close(),
    send: (message: object | string) =>
      void open.then(() => socket.send(typeof message === 'string' ? message : JSON.stringify(message))),
  };
}

const order = () => Object.assign(world.order('usr_ada', 3), { courier: KIM.id, businessId: 'biz_bistro' });
const after = (sequence: number, of: TestOrder) => encodeCursor([of.id, sequence]);

/** Who asks for what, and the code it is refused with. */
type Refusal = [who: string, viewer: typeof ADA, query: string, variables: () => object, code: string];
const REFUSALS: Refusal[] = [
  ["another customer's order", EVE, TRACK, () => ({ id: order().id }), 'NOT_FOUND'],
  ['an order that does not exist', ADA, TRACK, () => ({ id: 'ord_none' }), 'NOT_FOUND'],
  ['an order in which the business does not sell', PIZZA, TRACK, () => ({ id: order().id }), 'NOT_FOUND'],
  ['an id that cannot be one', ADA, TRACK, () => ({ id: 'x'.repeat(300) }), 'NOT_FOUND'],
  ['an id with a NUL in it', ADA, TRACK, () => ({ id: 'ord\u0000' }), 'BAD_USER_INPUT'],
  ["another business's kitchen", PIZZA, KITCHEN, () => ({}), 'NOT_FOUND'],
  ['offers, without being a courier', ADA, OFFERS, () => ({}), 'NOT_FOUND'],
  ['a forged cursor', ADA, TRACK, () => ({ id: order().id, after: 'forged' }), 'INVALID_CURSOR'],
  ['a cursor of another order', ADA, TRACK, () => ({ id: order().id, after: after(1, order()) }), 'INVALID_CURSOR'],
];

describe.each(['socket', 'events'] as const)('over %s, who asks for', (transport) => {
  it.each(REFUSALS)('%s is refused, and nothing stays open', async (_what, viewer, query, variables, code) => {
    const client = world[transport](world.token(viewer));
    const asked = reading(client.iterate({ query, variables: variables() as Record<string, unknown> }));
    expect(await asked.ending()).toMatchObject([{ extensions: { code } }]);
    expect(world.live.counts()).toMatchObject({ subscriptions: 0, channels: 0 });
  });

  it('an order of theirs is told, until it is no longer theirs', async () => {
    for (const [viewer, loses] of [
      [KIM, { courier: 'usr_other' }],
      [BISTRO, { businessId: 'biz_other' }],
    ] as const) {
      const theirs = order();
      const client = world[transport](world.token(viewer));
      const watching = reading(client.iterate({ query: TRACK, variables: { id: theirs.id } }));
      expect(await watching.next(1)).toEqual([{ orderTracking: { sequence: 3 } }]);
      Object.assign(theirs, loses);
      await world.announce(`order:${theirs.id}`, stepOf(theirs.id, 0, 'LOCATION'));
      expect(await watching.ending()).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
  });
});

/** What a socket does, and what it is closed with. */
type Ending = [what: string, messages: (id: string) => (object | string)[], closed: string];
const INIT = () => ({ type: 'connection_init', payload: { authorization: `Bearer ${world.token(ADA)}` } });
const subscribe = (id: string, orderId: string) => ({
  id,
  type: 'subscribe',
  payload: { query: TRACK, variables: { id: orderId } },
});
const ENDINGS: Ending[] = [
  ['subscribes before it is let in', (id) => [subscribe('1', id)], '4401 Unauthorized'],
  [
    'brings a bad token',
    () => [{ type: 'connection_init', payload: { authorization: 'Bearer bad' } }],
    '4401 token not accepted: sign in again',
  ],
  ['begins twice', () => [INIT(), INIT()], '4429 Too many initialisation requests'],
  [
    'uses an id twice',
    (id) => [INIT(), subscribe('1', id), subscribe('1', id)],
    '4409 Subscriber for 1 already exists',
  ],
  ['talks nonsense', () => ['nonsense'], '4400 Invalid message received'],
  ['sends more than 128 KiB at once', () => ['x'.repeat(200_000)], '1009 '],
];

describe('a socket that', () => {
  it.each(ENDINGS)('%s is closed', async (_what, messages, closed) => {
    const socket = raw();
    for (const message of messages(order().id)) {
      socket.send(message);
      if ((message as { type?: string }).type === 'connection_init')
        await Promise.race([
          until(() => socket.heard.some(({ type }) => type === 'connection_ack'), 'ack'),
          socket.closed,
        ]);
    }
    expect(await soon(socket.closed, 'a close')).toBe(closed);
  });

  it('opens 1,000 subscriptions is served 100 of them, and keeps those', async () => {
    const { id } = order();
    const socket = raw();
    socket.send(INIT());
    await until(() => socket.heard.length > 0, 'ack');
    for (let each = 0; each < 1_000; each += 1) socket.send(subscribe(`${each}`, id));
    const ofType = (wanted: string) => socket.heard.filter(({ type }) => type === wanted);
    await until(() => ofType('error').length === 900 && ofType('next').length === 100, 'all answers');
    expect(new Set(ofType('error').map(({ payload }) => payload?.[0].extensions.code))).toEqual(
      new Set(['RATE_LIMITED']),
    );
    expect(world.live.counts().subscriptions).toBe(100);
    socket.leave();
    await until(() => world.live.counts().subscriptions === 0, 'nothing left');
  });

  it('says nothing for three seconds is closed', async () => {
    expect(await soon(silent.closed, 'a close')).toBe('4408 Connection initialisation timeout');
  });

  it('answers no ping is dropped by the next one', async () => {
    expect(await soon(deaf.closed, 'a close', 30_000)).toMatch(/^1006/);
    await until(() => world.live.counts().sockets === 0, 'no socket');
  }, 60_000);
});
