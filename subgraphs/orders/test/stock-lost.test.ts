import { acceptSellerOrder, prepareSellerOrder } from '../src/commands/move-seller-order.ts';
import { BISTRO, openWorld, PIZZA } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

/** Ada's paid burger and pizza, with some parts accepted and some being made. */
async function order({ accepted = [], cooking = [] }: { accepted?: string[]; cooking?: string[] } = {}) {
  const { id } = await world.order({ itm_burger: 2, itm_pizza: 1 });
  await world.paid(id);
  const { parts, ...row } = await world.orderRow(id);
  const partOf = (businessId: string) => parts.find((part) => part.businessId === businessId)?.id ?? '';
  for (const [businessId, kitchen] of [
    ['biz_bistro', BISTRO],
    ['biz_pizza', PIZZA],
  ] as const) {
    const input = { sellerOrderId: partOf(businessId) };
    if ([...accepted, ...cooking].includes(businessId)) await world.as(kitchen).does(acceptSellerOrder, input);
    if (cooking.includes(businessId)) await world.as(kitchen).does(prepareSellerOrder, input);
  }
  await world.forget();
  return { ...row, partOf, lost: (...itemIds: string[]) => world.hears('stock.hold-lost', { orderId: id, itemIds }) };
}

const statuses = async (id: string) =>
  Object.fromEntries((await world.orderRow(id)).parts.map(({ businessId, status }) => [businessId, status]));

describe('an order whose stock is gone', () => {
  it('is called off as a whole before any kitchen has begun, and all of its money goes back', async () => {
    const { id, totalMinor, lost } = await order({ accepted: ['biz_pizza'] });
    await lost('itm_burger');

    expect(await world.orderRow(id)).toMatchObject({
      status: 'CANCELLED',
      cancelReason: 'STOCK_LOST',
      parts: [
        { status: 'CANCELLED', cancelReason: 'STOCK_LOST' },
        { status: 'CANCELLED', cancelReason: 'STOCK_LOST' },
      ],
    });
    const told = await world.told();
    expect(told.map(({ type }) => type)).toEqual([
      'seller-order.cancelled',
      'seller-order.cancelled',
      'order.cancelled',
    ]);
    expect(told.at(-1)).toMatchObject({ payload: { reason: 'STOCK_LOST', paid: true } });
    const refunds = told.map(({ payload }) => BigInt(String(payload.refundMinor ?? 0)));
    expect(refunds.reduce((sum, refund) => sum + refund, 0n)).toBe(totalMinor);
    expect((await world.history(id)).slice(-3)).toEqual([
      'part CANCELLED SYSTEM STOCK_LOST',
      'part CANCELLED SYSTEM STOCK_LOST',
      'CANCELLED SYSTEM STOCK_LOST',
    ]);
    expect(await world.deadlines()).toEqual(['orders.expire-cart cart_usr_ada']);
    expect(world.warned).toEqual([]);
  });

  it('loses only the part with those items once another kitchen has begun', async () => {
    const { id, partOf, lost } = await order({ accepted: ['biz_bistro'], cooking: ['biz_pizza'] });
    await lost('itm_burger');

    expect(await statuses(id)).toEqual({ biz_bistro: 'CANCELLED', biz_pizza: 'PREPARING' });
    expect(await world.orderRow(id)).toMatchObject({ status: 'PREPARING', cancelReason: null });
    expect(await world.told()).toMatchObject([
      {
        type: 'seller-order.cancelled',
        payload: { sellerOrderId: partOf('biz_bistro'), reason: 'STOCK_LOST', refundMinor: '2580' },
      },
    ]);
    expect(world.warned).toEqual([]);
  });

  it('is one for the back office when those items are being made already, and nothing changes', async () => {
    const { id, partOf, lost } = await order({ cooking: ['biz_bistro'] });
    const before = await world.orderRow(id);
    await lost('itm_burger');

    expect(await world.orderRow(id)).toEqual(before);
    expect(await world.told()).toEqual([]);
    expect(world.warned).toEqual([{ orderId: id, sellerOrderIds: [partOf('biz_bistro')], itemIds: ['itm_burger'] }]);
  });

  it('loses what can still be called off, and the back office hears of the rest', async () => {
    const { id, partOf, lost } = await order({ cooking: ['biz_bistro'] });
    await lost('itm_burger', 'itm_pizza');

    expect(await statuses(id)).toEqual({ biz_bistro: 'PREPARING', biz_pizza: 'CANCELLED' });
    expect(world.warned).toMatchObject([{ orderId: id, sellerOrderIds: [partOf('biz_bistro')] }]);
  });

  it('is left as it is when it was called off before', async () => {
    const { id, lost } = await order();
    await lost('itm_burger');
    const before = await world.orderRow(id);
    await world.forget();
    await lost('itm_burger');
    expect(await world.orderRow(id)).toEqual(before);
    expect(await world.told()).toEqual([]);
    expect(world.warned).toEqual([]);
  });
});
