import { eventsByDomain } from '@app/schema/events';
import { acceptSellerOrder, prepareSellerOrder } from '../src/commands/move-seller-order.ts';
import { BISTRO, COURIER, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

describe('a delivery', () => {
  const accepted = async () => {
    const order = await world.order({ itm_soup: 2 }, { paymentMethod: 'CASH' });
    const sellerOrderId = order.parts[0]?.id ?? '';
    await world.as(BISTRO).does(acceptSellerOrder, { sellerOrderId });
    await world.forget();
    const job = {
      deliveryId: 'dlv_1',
      sellerOrderId,
      orderId: order.id,
      businessId: 'biz_bistro',
      customerId: 'usr_ada',
      courierId: 'cou_1',
    };
    return { order, sellerOrderId, job };
  };
  const mayRead = async (orderId: string) => (await world.flow(COURIER).reads.orders.load(orderId)) !== null;

  it('may be followed by its courier until it is over', async () => {
    const { order, job } = await accepted();
    expect(await mayRead(order.id)).toBe(false);
    await world.hears('delivery.assigned', { ...job, courierUserId: COURIER.id });
    expect(await mayRead(order.id)).toBe(true);
    await world.hears('delivery.picked-up', job);
    expect(await mayRead(order.id)).toBe(true);
    await world.hears('delivery.delivered', job);
    expect(await mayRead(order.id)).toBe(false);
  });

  it.each(['delivery.unassigned', 'delivery.failed', 'delivery.cancelled'] as const)(
    "is no longer its courier's after %s",
    async (type) => {
      const { order, job } = await accepted();
      await world.hears('delivery.assigned', { ...job, courierUserId: COURIER.id });
      await world.hears(type, { ...job, reason: 'x' } as never);
      expect(await mayRead(order.id)).toBe(false);
    },
  );

  it("is no longer its courier's once another one has it", async () => {
    const { order, job } = await accepted();
    await world.hears('delivery.assigned', { ...job, courierUserId: COURIER.id });
    expect(await mayRead(order.id)).toBe(true);
    await world.hears('delivery.assigned', { ...job, courierId: 'cou_2', courierUserId: 'usr_other' });
    expect(await mayRead(order.id)).toBe(false);
  });

  const moved = (type: string) =>
    ['delivery.picked-up', 'delivery.delivered'].includes(type) ? [{ sequence: 4, kind: 'STATUS' }] : [];

  it.each(Object.keys(eventsByDomain.delivery) as (keyof typeof eventsByDomain.delivery)[])(
    'is seen by watchers at %s',
    async (type) => {
      const { order, job } = await accepted();
      const more = { offerId: 'off_1', state: 'EXPIRED', courierUserId: COURIER.id, reason: 'x' };
      await world.hears(type, { ...job, ...more, expiresAt: '2026-01-01T12:00:00Z' } as never);
      expect((await world.steps(order.id))[2]).toBe('3 DELIVERY');
      expect(await world.announced(`order:${order.id}`)).toMatchObject([
        { sequence: 3, kind: 'DELIVERY' },
        ...moved(type),
      ]);
    },
  );
  it('is picked up although the kitchen pressed nothing, and delivered', async () => {
    const { order, sellerOrderId, job } = await accepted();
    await world.as(BISTRO).does(prepareSellerOrder, { sellerOrderId });
    await world.forget();
    await world.hears('delivery.requested', job);
    await world.hears('delivery.arrived', job);
    await world.hears('delivery.picked-up', job);
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'DISPATCHED', parts: [{ status: 'DISPATCHED' }] });
    await world.hears('delivery.delivered', job);
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'DELIVERED', parts: [{ status: 'DELIVERED' }] });
    expect(await world.told()).toMatchObject([
      { type: 'seller-order.dispatched' },
      { type: 'seller-order.delivered', payload: { sellerOrderId, courierId: 'cou_1' } },
      { type: 'order.delivered', payload: { orderId: order.id } },
    ]);
    expect((await world.steps(order.id)).slice(3)).toEqual([
      '4 DELIVERY',
      '5 DELIVERY',
      '6 DELIVERY',
      '7 STATUS',
      '8 DELIVERY',
      '9 STATUS',
    ]);
  });

  it('of a part that was called off moves nothing', async () => {
    const { order, job } = await accepted();
    await world.db.sellerOrder.updateMany({ data: { status: 'CANCELLED', cancelReason: 'x' } });
    await world.db.order.updateMany({ data: { status: 'CANCELLED', cancelReason: 'x' } });
    await world.hears('delivery.picked-up', job);
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'CANCELLED', cancelReason: 'x' });
    expect(await world.told()).toEqual([]);
  });
});
