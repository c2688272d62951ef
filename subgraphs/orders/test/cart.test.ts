import { clearCart } from '../src/commands/clear-cart.ts';
import { setCartQuantity } from '../src/commands/set-cart-quantity.ts';
import { CART_LINES_MAX } from '../src/domain/cart.ts';
import { ADA, BOB, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const lines = () => world.db.cartLine.findMany({ orderBy: { itemId: 'asc' } });
const unchanged = async () => {
  expect(await lines()).toEqual([]);
  expect(await world.db.cart.count()).toBe(0);
  expect(await world.db.outboxEvent.count()).toBe(0);
  expect(await world.deadlines()).toEqual([]);
};

describe('adding to the cart', () => {
  it('copies the item with its price and terms, shows it to all devices and sets the cart its term', async () => {
    expect(await world.as(ADA).adds('itm_pizza', 2)).toMatchObject({ ok: true, value: { id: 'cart_usr_ada' } });

    expect(await lines()).toMatchObject([
      {
        itemId: 'itm_pizza',
        businessId: 'biz_pizza',
        name: 'Pizza',
        unitMinor: 1005n,
        currency: 'EUR',
        quantity: 2,
        taxBasisPoints: 700,
        deliveryFeeMinor: 190n,
      },
    ]);
    expect(await world.announced('cart:usr_ada')).toEqual([{ __typename: 'Cart', id: 'cart_usr_ada' }]);
    expect(await world.deadlines()).toEqual(['orders.expire-cart cart_usr_ada']);
  });

  it('makes one cart and one line of eight first adds at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.as(ADA).adds('itm_soup', 2)));

    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await world.db.cart.count()).toBe(1);
    expect(await lines()).toMatchObject([{ itemId: 'itm_soup', quantity: 16 }]);
  });

  it.each([0, -1, 1.5, 100, 2 ** 40])('refuses %p of an item', async (quantity) => {
    expect(await world.as(ADA).adds('itm_soup', quantity)).toMatchObject({ ok: false, code: 'INVALID_INPUT' });
    expect(world.town.calls).toEqual([]);
    await unchanged();
  });

  it('refuses what is unknown, switched off or closed', async () => {
    world.town.itemNamed('itm_soup').available = false;
    world.town.itemNamed('itm_pizza').business.isOpen = false;
    for (const itemId of ['itm_nothing', 'itm_soup', 'itm_pizza'])
      expect(await world.as(ADA).adds(itemId)).toMatchObject({ ok: false, code: 'ITEM_UNAVAILABLE' });
    world.town.itemNamed('itm_pizza').business.isOpen = true;
    await unchanged();
  });

  it('refuses more than there are, counting what is in the cart already', async () => {
    await world.as(ADA).adds('itm_burger', 7);
    const before = await lines();
    expect(await world.as(ADA).adds('itm_burger', 4)).toMatchObject({ ok: false, code: 'OUT_OF_STOCK' });
    expect(await lines()).toEqual(before);
    expect(await world.as(ADA).adds('itm_burger', 3)).toMatchObject({ ok: true });
  });

  it('does not need the stock to answer', async () => {
    world.town.down.add('inventory');
    expect(await world.as(ADA).adds('itm_burger', 20)).toMatchObject({ ok: true });
  });

  it('cannot do without the business', async () => {
    world.town.down.add('businesses');
    await expect(world.as(ADA).adds('itm_soup')).rejects.toMatchObject({
      extensions: { code: 'UPSTREAM_UNAVAILABLE' },
    });
    await unchanged();
  });

  it('refuses a second currency', async () => {
    await world.as(ADA).adds('itm_soup');
    expect(await world.as(ADA).adds('itm_sushi')).toMatchObject({ ok: false, code: 'CURRENCY_MISMATCH' });
    expect(await lines()).toHaveLength(1);
  });

  it('refuses a 101st line, but more of what is there', async () => {
    await world.as(ADA).adds('itm_soup');
    const [soup] = await lines();
    if (!soup) throw new Error('no soup');
    const others = Array.from({ length: CART_LINES_MAX - 1 }, (_, i) => ({
      ...soup,
      id: `cit_${i}`,
      itemId: `itm_${i}`,
    }));
    await world.db.cartLine.createMany({ data: others });
    expect(await world.as(ADA).adds('itm_burger')).toMatchObject({ ok: false, code: 'CART_FULL' });
    expect(await world.as(ADA).adds('itm_soup')).toMatchObject({ ok: true });
  });

  it("renews a business's terms on its other lines", async () => {
    await world.as(ADA).adds('itm_soup');
    const { business } = world.town.itemNamed('itm_burger');
    const before = { ...business };
    Object.assign(business, { taxBasisPoints: 1900, deliveryFeeMinor: '250' });
    const answer = await world.as(ADA).adds('itm_burger');
    Object.assign(business, before);

    const terms = { taxBasisPoints: 1900, deliveryFeeMinor: 250n };
    expect(await lines()).toMatchObject([terms, terms]);
    expect(answer).toMatchObject({ value: { lines: [terms, terms] } });
  });
});

describe('changing the cart', () => {
  it('sets a quantity, and takes a line out at 0', async () => {
    await world.as(ADA).adds('itm_soup');
    const [soup] = await lines();
    const set = (quantity: number) => world.as(ADA).does(setCartQuantity, { cartItemId: soup?.id ?? '', quantity });
    expect(await set(5)).toMatchObject({ ok: true, value: { lines: [{ quantity: 5 }] } });
    expect(await lines()).toMatchObject([{ quantity: 5 }]);
    expect(await set(0)).toMatchObject({ ok: true, value: { lines: [] } });
    expect(await lines()).toEqual([]);
    expect(await world.announced('cart:usr_ada')).toHaveLength(3);
  });

  it("does not find another customer's line, and changes nothing", async () => {
    await world.as(ADA).adds('itm_soup');
    const before = await lines();
    await world.forget();
    const answer = await world.as(BOB).does(setCartQuantity, { cartItemId: before[0]?.id ?? '', quantity: 0 });
    expect(answer).toMatchObject({ ok: false, code: 'CART_ITEM_NOT_FOUND' });
    expect(await lines()).toEqual(before);
    expect(await world.db.outboxEvent.count()).toBe(0);
  });

  it.each([-1, 100, 0.5])('refuses %p', async (quantity) => {
    expect(await world.as(ADA).does(setCartQuantity, { cartItemId: 'x', quantity })).toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  it('empties it', async () => {
    await world.as(ADA).adds('itm_soup');
    await world.as(ADA).adds('itm_pizza');
    expect(await world.as(ADA).does(clearCart, null)).toEqual({ ok: true, value: { id: 'cart_usr_ada', lines: [] } });
    expect(await lines()).toEqual([]);
  });
});

describe('a forgotten cart', () => {
  it('goes away after 30 days, and not before', async () => {
    await world.as(ADA).adds('itm_soup');
    await world.passes('orders.expire-cart', 'cart_usr_ada');
    expect(await lines()).toHaveLength(1);

    await world.db.cart.updateMany({ data: { changedAt: new Date(Date.now() - 31 * 86_400_000) } });
    await world.passes('orders.expire-cart', 'cart_usr_ada');
    expect(await lines()).toEqual([]);
    expect(await world.announced('cart:usr_ada')).toHaveLength(2);
  });
});
