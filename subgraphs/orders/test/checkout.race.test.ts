import { barrier } from '@app/kernel/testing';
import { ADA, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const idempotencyKey = 'one-key-for-all';
const abandoned = () => world.db.checkout.updateMany({ data: { leaseUntil: new Date(0) } });
const theCheckout = async () => {
  const [row] = await world.db.checkout.findMany();
  if (!row) throw new Error('no checkout');
  return row;
};
/** The process ends as it asks this: not a refusal and not an outage, just the end. */
const diesAt = (field: string) =>
  world.town.before.set(field, () => {
    world.town.before.delete(field);
    throw new Error('the process ended');
  });

describe('checkouts at once', () => {
  it('of one key, 64 of them, make one order and 64 equal answers', async () => {
    await world.as(ADA).adds('itm_burger', 3);
    // All have looked and found nothing before the first goes on.
    const all = barrier(64);
    world.town.before.set('itemsForOrder', all);
    const answers = await Promise.all(Array.from({ length: 64 }, () => world.as(ADA).checksOut({ idempotencyKey })));

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ ok: true });
    expect(await world.db.order.count()).toBe(1);
    expect(world.town.payments.size).toBe(1);
    expect(world.town.stock.get('itm_burger')).toBe(7);
    expect((await world.toldTypes()).filter((type) => type === 'order.placed')).toHaveLength(1);
  }, 60_000);

  it('of one cart under several keys order it once', async () => {
    await world.as(ADA).adds('itm_burger', 3);
    const all = barrier(8);
    world.town.before.set('itemsForOrder', all);
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.as(ADA).checksOut()));

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'CART_EMPTY')).toHaveLength(7);
    expect(world.town.stock.get('itm_burger')).toBe(7);
  }, 60_000);

  it('answer the same while payments are out of reach, with one attempt', async () => {
    await world.as(ADA).adds('itm_burger', 3);
    const all = barrier(16);
    world.town.before.set('itemsForOrder', all);
    world.town.down.add('payments');
    const answers = await Promise.all(Array.from({ length: 16 }, () => world.as(ADA).checksOut({ idempotencyKey })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: 'PAYMENT_UNAVAILABLE' });
    expect(world.town.calls.filter((call) => call === 'stockHold')).toHaveLength(1);
  }, 60_000);
});

describe('a process that ends in the middle of a checkout', () => {
  it.each(['stockHold', 'paymentOpen'])('at %s: the job places the order', async (field) => {
    await world.as(ADA).adds('itm_burger', 3);
    diesAt(field);
    await expect(world.as(ADA).checksOut({ idempotencyKey })).rejects.toThrow('the process ended');
    const { id, orderId } = await theCheckout();
    expect(await world.deadlines()).toContain(`orders.finish-checkout ${id}`);
    await expect(world.passes('orders.finish-checkout', id)).rejects.toThrow('still being worked on');

    await abandoned();
    await world.passes('orders.finish-checkout', id);
    expect(await world.orderRow(orderId)).toMatchObject({ status: 'PENDING', totalMinor: 3870n });
    expect(await world.deadlines()).not.toContain(`orders.finish-checkout ${id}`);
    expect(await world.as(ADA).checksOut({ idempotencyKey })).toEqual({ ok: true, value: { orderId } });
    expect(world.town.stock.get('itm_burger')).toBe(7);
    // Running the recovery again changes nothing.
    await world.passes('orders.finish-checkout', id);
    expect(await world.toldTypes()).toEqual(['order.placed']);
  });

  it('is finished by the customer who asks again before the job does', async () => {
    await world.as(ADA).adds('itm_burger', 3);
    diesAt('paymentOpen');
    await expect(world.as(ADA).checksOut({ idempotencyKey })).rejects.toThrow('the process ended');
    await abandoned();
    expect(await world.as(ADA).checksOut({ idempotencyKey })).toMatchObject({ ok: true });
    expect(await world.db.order.count()).toBe(1);
  });

  it('is refused by the job when it cannot be done any more, and everything goes back', async () => {
    await world.as(ADA).adds('itm_burger', 3);
    diesAt('paymentOpen');
    await expect(world.as(ADA).checksOut({ idempotencyKey, paymentMethod: 'WALLET' })).rejects.toThrow(
      'the process ended',
    );
    await abandoned();
    world.town.wallet = 0n;
    await world.passes('orders.finish-checkout', (await theCheckout()).id);
    expect(await world.as(ADA).checksOut({ idempotencyKey, paymentMethod: 'WALLET' })).toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
    });
    expect(world.town.stock.get('itm_burger')).toBe(10);
  });

  it('after refusing and before giving back: the job gives back', async () => {
    await world.as(ADA).adds('itm_burger', 3);
    world.town.wallet = 0n;
    diesAt('stockRelease');
    expect(await world.as(ADA).checksOut({ paymentMethod: 'WALLET' })).toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
    expect(world.town.stock.get('itm_burger')).toBe(7);
    await world.passes('orders.undo-checkout', (await theCheckout()).orderId);
    expect(world.town.stock.get('itm_burger')).toBe(10);
  });
});

describe('a process that comes back after another has taken its checkout up', () => {
  /** Holds the first request at `paymentOpen` until the job is through. */
  const overtaken = async (afterwards: () => void) => {
    await world.as(ADA).adds('itm_burger', 3);
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let arrived = () => {};
    const there = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    world.town.before.set('paymentOpen', () => {
      world.town.before.delete('paymentOpen');
      arrived();
      return held.then(afterwards);
    });
    const slow = world.as(ADA).checksOut({ idempotencyKey, paymentMethod: 'WALLET' });
    await there;
    await abandoned();
    await world.passes('orders.finish-checkout', (await theCheckout()).id);
    goOn();
    return slow;
  };

  it('places no second order', async () => {
    const answer = await overtaken(() => {});
    expect(answer).toEqual({ ok: true, value: { orderId: (await theCheckout()).orderId } });
    expect(await world.db.order.count()).toBe(1);
    expect(await world.toldTypes()).toEqual(['order.placed', 'order.confirmed', 'seller-order.placed']);
  });

  it('gives nothing back of an order that was placed', async () => {
    const answer = await overtaken(() => void world.town.down.add('payments'));
    expect(answer).toMatchObject({ ok: true });
    expect(world.town.released).toEqual([]);
    expect(world.town.stock.get('itm_burger')).toBe(7);
  });
});
