import { ADA, BOB, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const idempotencyKey = 'one-key-for-all';

/** All ten burgers held for a checkout of Ada's, which ends before it is paid. */
async function heldAndLeft() {
  await world.as(ADA).adds('itm_burger', 10);
  world.town.before.set('paymentOpen', () => {
    world.town.before.delete('paymentOpen');
    throw new Error('the process ended');
  });
  await expect(world.as(ADA).checksOut({ idempotencyKey })).rejects.toThrow('the process ended');
  expect(world.town.stock.get('itm_burger')).toBe(0);
}

describe("what a customer's own unfinished checkout holds", () => {
  it('does not count against the cart it is for, but against everybody else’s', async () => {
    await world.as(ADA).adds('itm_burger', 5);
    await world.as(ADA).adds('itm_burger', 4);
    world.town.stock.set('itm_burger', 9);
    world.town.before.set('paymentOpen', () => {
      throw new Error('the process ended');
    });
    await expect(world.as(ADA).checksOut({ idempotencyKey })).rejects.toThrow('the process ended');
    world.town.stock.set('itm_burger', 1);

    expect(await world.as(ADA).adds('itm_burger', 1)).toMatchObject({ ok: true });
    expect(await world.as(ADA).adds('itm_burger', 1)).toMatchObject({
      code: 'OUT_OF_STOCK',
      message: 'Only 10 left of Burger.',
    });
    expect(await world.as(BOB).adds('itm_burger', 2)).toMatchObject({ message: 'Only 1 left of Burger.' });
  });

  it('makes room for the next attempt, also while it cannot be given back', async () => {
    await heldAndLeft();
    await world.db.checkout.updateMany({ data: { leaseUntil: new Date(0) } });
    const { orderId } = await world.db.checkout.findFirstOrThrow();
    // Payments do not answer, and giving back is interrupted: the promise stands.
    world.town.down.add('payments');
    world.town.before.set('stockRelease', () => {
      throw new Error('the process ended');
    });
    expect(await world.as(ADA).checksOut({ idempotencyKey })).toMatchObject({ code: 'PAYMENT_UNAVAILABLE' });
    expect(world.town.holds.has(orderId)).toBe(true);
    world.town.down.delete('payments');

    expect(await world.as(ADA).checksOut({ idempotencyKey })).toMatchObject({ ok: true });
    expect(world.town.holds.has(orderId)).toBe(false);
    expect(world.town.stock.get('itm_burger')).toBe(0);
    expect(await world.db.order.count()).toBe(1);
  });
});
