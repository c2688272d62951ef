import { PeerUnavailable } from '@app/kernel/peers';
import { collect } from '../src/commands/collect.ts';
import { assigned } from './support/steps.ts';
import { ANA, openWorld, STRANGER } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterEach(() => {
  world.kitchens.calledOff.clear();
  world.kitchens.asked.length = 0;
  world.kitchens.beforeAnswer = async () => {};
});
afterAll(() => world.close());

it('is picked up once orders has handed it over', async () => {
  const { id, sellerOrderId } = await assigned(world);
  expect(await world.as(ANA).performs(collect, { deliveryId: id })).toMatchObject({ value: { status: 'PICKED_UP' } });
  expect(world.kitchens.asked).toEqual([sellerOrderId]);
});

it('stays where it is when it was called off, though delivery has not heard of that yet', async () => {
  const { id, sellerOrderId } = await assigned(world);
  world.kitchens.calledOff.add(sellerOrderId);
  expect(await world.as(ANA).performs(collect, { deliveryId: id })).toMatchObject({ code: 'MOVE_NOT_ALLOWED' });
  expect(await world.job()).toMatchObject({ status: 'ASSIGNED', pickedUpAt: null });
  await world.tell('seller-order.cancelled', 'ord_1', {
    ...{ sellerOrderId, orderId: 'ord_1', businessId: 'biz_bistro', customerId: 'usr_customer' },
    ...{ reason: 'REJECTED_BY_BUSINESS', refundMinor: 0n, currency: 'EUR', lines: [] },
  });
  expect(await world.job()).toMatchObject({ status: 'CANCELLED' });
});

it('stays where it is while orders does not answer, and is picked up when it is asked again', async () => {
  const { id } = await assigned(world);
  world.kitchens.beforeAnswer = async () => {
    throw new PeerUnavailable('orders is down');
  };
  await expect(world.as(ANA).performs(collect, { deliveryId: id })).rejects.toMatchObject({
    extensions: { code: 'UPSTREAM_UNAVAILABLE' },
  });
  expect(await world.job()).toMatchObject({ status: 'ASSIGNED' });
  world.kitchens.beforeAnswer = async () => {};
  expect(await world.as(ANA).performs(collect, { deliveryId: id })).toMatchObject({ value: { status: 'PICKED_UP' } });
});

it('is not asked about by who does not carry it, nor when there is nothing to pick up', async () => {
  const { id } = await assigned(world);
  expect(await world.as(STRANGER).performs(collect, { deliveryId: id })).toMatchObject({ code: 'DELIVERY_NOT_FOUND' });
  await world.as(ANA).performs(collect, { deliveryId: id });
  expect(await world.as(ANA).performs(collect, { deliveryId: id })).toMatchObject({ code: 'MOVE_NOT_ALLOWED' });
  expect(world.kitchens.asked).toHaveLength(1);
});
