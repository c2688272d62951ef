import { acceptSellerOrder } from '../src/commands/move-seller-order.ts';
import { BISTRO, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

describe('deadlines', () => {
  it('cancel what is not paid in time', async () => {
    const order = await world.order({ itm_soup: 2 });
    await world.forget();
    await world.passes('orders.cancel-unpaid', order.id);
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'CANCELLED', cancelReason: 'NOT_PAID_IN_TIME' });
    expect((await world.told()).at(-1)).toMatchObject({ type: 'order.cancelled', payload: { paid: false } });
  });

  it('leave a paid order alone', async () => {
    const order = await world.order({ itm_soup: 2 });
    await world.paid(order.id);
    const before = await world.orderRow(order.id);
    await world.passes('orders.cancel-unpaid', order.id);
    expect(await world.orderRow(order.id)).toEqual(before);
  });

  it('cancel the part that its business left unanswered, and only that', async () => {
    const order = await world.order({ itm_soup: 2, itm_pizza: 1 }, { paymentMethod: 'WALLET' });
    const [pizza, bistro] = order.parts
      .map(({ id }) => id)
      .sort()
      .map((id) => order.parts.find((part) => part.id === id));
    await world.as(BISTRO).does(acceptSellerOrder, {
      sellerOrderId: order.parts.find((part) => part.businessId === 'biz_bistro')?.id ?? '',
    });
    await world.forget();
    for (const part of [pizza, bistro]) await world.passes('orders.cancel-unaccepted', part?.id ?? '');
    expect(await world.orderRow(order.id)).toMatchObject({ status: 'CONFIRMED' });
    expect(await world.told()).toMatchObject([
      {
        type: 'seller-order.cancelled',
        payload: { businessId: 'biz_pizza', reason: 'NOT_ACCEPTED_IN_TIME', refundMinor: '1265' },
      },
    ]);
  });
});
