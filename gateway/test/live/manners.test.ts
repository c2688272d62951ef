import { testUser } from './graph.ts';
import { reading, until } from './reading.ts';
import { openWorld, type World } from './world.ts';

const ADA = testUser('usr_ada');
const COOK = testUser('usr_cook', ['biz_1'], ['BUSINESS']);
const KIM = testUser('usr_kim', [], ['COURIER']);

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** A screen: what it asks, and how things come to be open on it. */
interface Screen {
  readonly viewer: typeof ADA;
  readonly query: string;
  readonly topic: string;
  readonly entity: string;
  open(): string[];
}
const listOn = (map: Map<string, string[]>, key: string): string[] => {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
};
const LISTS: Record<string, Screen> = {
  sellerOrderPlaced: {
    viewer: COOK,
    query: 'subscription { sellerOrderPlaced(businessId: "biz_1") { id name } }',
    topic: 'kitchen:biz_1',
    entity: 'SellerOrder',
    open: () => listOn(world.store.placed, 'biz_1'),
  },
  deliveryOffers: {
    viewer: KIM,
    query: 'subscription { deliveryOffers { id name } }',
    topic: 'courier:usr_kim',
    entity: 'DeliveryOffer',
    open: () => listOn(world.store.offers, KIM.id),
  },
};
const TRANSPORTS = ['socket', 'events'] as const;
const tables = TRANSPORTS.flatMap((transport) => Object.keys(LISTS).map((field) => [field, transport] as const));

describe.each(tables)('%s over %s', (field, transport) => {
  const { viewer, query, topic, entity, open } = LISTS[field] as Screen;
  const screen = () => {
    const answers = reading<Record<string, { id: string; name: string }>>(
      world[transport](world.token(viewer)).iterate({ query }),
    );
    return { ...answers, ids: async (count: number) => (await answers.next(count)).map((each) => each[field]?.id) };
  };
  const happens = async (id: string) => {
    open().push(id);
    await world.announce(topic, { __typename: entity, id });
  };

  it('begins with what is open, goes on with what comes, tells each once', async () => {
    open().push('one', 'two');
    const watching = screen();
    expect(await watching.ids(2)).toEqual(['one', 'two']);
    await world.announce(topic, { __typename: entity, id: 'two' });
    await happens('three');
    expect(await watching.ids(1)).toEqual(['three']);
  });

  it('misses nothing that happened while the screen was off', async () => {
    open().push('one');
    const first = screen();
    await first.ids(1);
    await first.stop();
    await until(() => world.live.counts().channels === 0, 'the screen is off');
    await happens('two');
    expect(await screen().ids(2)).toEqual(['one', 'two']);
  });

  it('misses nothing that happened while Redis was away', async () => {
    const watching = screen();
    await until(() => world.store.asked.orders > 0, 'asked what is open');
    open().push('one');
    await world.dropRedis();
    expect(await watching.ids(1)).toEqual(['one']);
  });
});

describe.each(TRANSPORTS)('cartChanged over %s', (transport) => {
  const screen = () =>
    reading(world[transport](world.token(ADA)).iterate({ query: 'subscription { cartChanged { id version } }' }));
  const cart = (version: number) => [{ cartChanged: { id: 'usr_ada', version } }];

  it('begins with the cart, then tells it whenever it has changed, on every device', async () => {
    world.store.carts.set('usr_ada', 1);
    const devices = [screen(), screen()];
    for (const device of devices) expect(await device.next(1)).toEqual(cart(1));
    world.store.carts.set('usr_ada', 2);
    await world.announce('cart:usr_ada', { __typename: 'Cart', id: 'usr_ada' });
    for (const device of devices) expect(await device.next(1)).toEqual(cart(2));
  });

  it('shows what changed while the screen was off, or Redis away', async () => {
    world.store.carts.set('usr_ada', 1);
    const device = screen();
    await device.next(1);
    world.store.carts.set('usr_ada', 2);
    await world.dropRedis();
    expect(await device.next(1)).toEqual(cart(2));
    await device.stop();
    world.store.carts.set('usr_ada', 3);
    expect(await screen().next(1)).toEqual(cart(3));
  });
});
