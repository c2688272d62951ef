import { ADA, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const idempotencyKey = 'one-key-for-all';
const theCheckout = () => world.db.checkout.findFirstOrThrow();

describe('a checkout that is taken up when its promise is over', () => {
  /** Ada's checkout, left with its stock held; whoever holds again from now on is answered this. */
  const leftUntil = async (code: 'HOLD_ENDED' | 'IDEMPOTENCY_CONFLICT') => {
    await world.as(ADA).adds('itm_burger', 3);
    // The process ends: not a refusal and not an outage.
    world.town.before.set('paymentOpen', () => {
      world.town.before.delete('paymentOpen');
      throw new Error('the process ended');
    });
    await expect(world.as(ADA).checksOut({ idempotencyKey, paymentMethod: 'WALLET' })).rejects.toThrow(
      'the process ended',
    );
    const left = await theCheckout();
    if (code === 'HOLD_ENDED') world.town.ended.add(left.orderId);
    else
      world.town.holds.set(left.orderId, [
        { itemId: 'itm_burger', quantity: 3 },
        { itemId: 'itm_soup', quantity: 1 },
      ]);
    await world.db.checkout.updateMany({ data: { leaseUntil: new Date(0) } });
    return left;
  };

  it.each(['HOLD_ENDED', 'IDEMPOTENCY_CONFLICT'] as const)(
    'is given up by the job, with everything given back, and the same key orders anew: %s',
    async (code) => {
      const { id, orderId } = await leftUntil(code);
      await world.passes('orders.finish-checkout', id);
      expect(await theCheckout()).toMatchObject({ state: 'REFUSED', transient: true });
      expect(await world.db.order.count()).toBe(0);
      expect(world.town.released).toEqual([orderId]);
      expect(world.town.voided).toEqual([orderId]);
      expect(world.town.calls.filter((call) => call === 'paymentOpen')).toHaveLength(1);
      expect(await world.deadlines()).toEqual(['orders.expire-cart cart_usr_ada']);

      const answer = await world.as(ADA).checksOut({ idempotencyKey, paymentMethod: 'WALLET' });
      expect(answer).toEqual({ ok: true, value: { orderId: (await theCheckout()).orderId } });
      expect((await theCheckout()).orderId).not.toBe(orderId);
    },
  );

  it('is answered to the customer who asks before the job does as a fault, and then ordered', async () => {
    await leftUntil('HOLD_ENDED');
    const ask = () => world.as(ADA).checksOut({ idempotencyKey, paymentMethod: 'WALLET' });
    await expect(ask()).rejects.toMatchObject({
      message: 'The stock cannot be held for this attempt; nothing was ordered. Try again with the same key.',
      extensions: { code: 'UPSTREAM_UNAVAILABLE' },
    });
    expect(await ask()).toMatchObject({ ok: true });
    expect(await world.db.order.count()).toBe(1);
    expect(world.town.stock.get('itm_burger')).toBe(7);
  });
});
