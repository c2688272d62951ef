import { consumers } from '../src/consumers/index.ts';
import { openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

describe('after a delivery', () => {
  it('the customer may rate the order, the business and the courier', async () => {
    await world.hearsDelivered();

    expect(await world.rights()).toEqual([
      { customerId: 'usr_ada', subject: 'ORDER', subjectId: 'ord_1' },
      { customerId: 'usr_ada', subject: 'BUSINESS', subjectId: 'biz_bistro' },
      { customerId: 'usr_ada', subject: 'COURIER', subjectId: 'cou_kim' },
    ]);
  });

  it('there is no courier to rate when nobody brought it', async () => {
    await world.hearsDelivered({ courierId: null });

    expect((await world.rights()).map(({ subject }) => subject)).toEqual(['ORDER', 'BUSINESS']);
  });

  it('the second business of an order adds itself only, also when the courier is the same', async () => {
    await world.hearsDelivered();
    await world.hearsDelivered({ businessId: 'biz_sushi' });

    expect((await world.rights()).map(({ subjectId }) => subjectId).sort()).toEqual(
      ['biz_bistro', 'biz_sushi', 'cou_kim', 'ord_1'].sort(),
    );
  });

  it('hearing it again changes nothing, under the same event id or another', async () => {
    expect(await world.hearsDelivered({}, 'evt_1')).toEqual(['handled']);
    expect(await world.hearsDelivered({}, 'evt_1')).toEqual(['duplicate']);
    expect(await world.hearsDelivered({}, 'evt_2')).toEqual(['handled']);

    expect(await world.rights()).toHaveLength(3);
  });

  it('is heard under names that never change', () => {
    expect(consumers.map(({ name, on }) => [name, on])).toEqual([
      ['ratings.allow-on-seller-order-delivered', 'seller-order.delivered'],
    ]);
  });
});
