import { system } from '@app/kernel/viewer';
import { cancelOrder } from '../src/commands/cancel-order.ts';
import { handOver } from '../src/commands/hand-over.ts';
import { acceptSellerOrder, rejectSellerOrder } from '../src/commands/move-seller-order.ts';
import { ADA, BISTRO, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const DELIVERY = { ...system('orders'), caller: 'delivery' };

describe('a part that a courier is about to leave with', () => {
  const accepted = async () => {
    const order = await world.order({ itm_soup: 1 }, { paymentMethod: 'CASH' });
    const sellerOrderId = order.parts[0]?.id ?? '';
    await world.as(BISTRO).does(acceptSellerOrder, { sellerOrderId });
    await world.forget();
    return { orderId: order.id, sellerOrderId };
  };
  const taken = (sellerOrderId: string) => world.as(DELIVERY).does(handOver, { sellerOrderId });

  it('is on its way from then on, told once, and cannot be called off', async () => {
    const { orderId, sellerOrderId } = await accepted();
    expect(await taken(sellerOrderId)).toMatchObject({ value: true });
    expect(await taken(sellerOrderId)).toMatchObject({ value: true });
    expect(await world.orderRow(orderId)).toMatchObject({ status: 'DISPATCHED', parts: [{ status: 'DISPATCHED' }] });
    expect(await world.toldTypes()).toEqual(['seller-order.dispatched']);
    expect(await world.as(BISTRO).does(rejectSellerOrder, { sellerOrderId })).toMatchObject({ ok: false });
    expect(await world.as(ADA).does(cancelOrder, { orderId, idempotencyKey: world.newKey() })).toMatchObject({
      ok: false,
    });
  });

  it('stays where it is when it was called off before, or is not there', async () => {
    const { orderId, sellerOrderId } = await accepted();
    await world.as(BISTRO).does(rejectSellerOrder, { sellerOrderId });
    expect(await taken(sellerOrderId)).toMatchObject({ value: false });
    expect(await world.orderRow(orderId)).toMatchObject({ status: 'CANCELLED' });
    expect(await taken('slo_nobody')).toMatchObject({ value: false });
  });

  it('is either handed over or called off, never both, when both are asked at once', async () => {
    for (let round = 0; round < 10; round++) {
      const { orderId, sellerOrderId } = await accepted();
      const [given, rejected] = await Promise.all([
        taken(sellerOrderId),
        world.as(BISTRO).does(rejectSellerOrder, { sellerOrderId }),
      ]);
      expect(given).toMatchObject({ value: !rejected.ok });
      expect(await world.orderRow(orderId)).toMatchObject({ status: rejected.ok ? 'CANCELLED' : 'DISPATCHED' });
    }
  });

  it('is handed over to delivery alone', async () => {
    const { sellerOrderId } = await accepted();
    const source = 'mutation ($id: ID!) { sellerOrderHandOver(sellerOrderId: $id) }';
    const refused = await world.ask(BISTRO, source, { id: sellerOrderId });
    expect(JSON.stringify(refused)).toContain('FORBIDDEN');
    expect(await world.ask(DELIVERY, source, { id: sellerOrderId })).toMatchObject({
      data: { sellerOrderHandOver: true },
    });
  });
});
