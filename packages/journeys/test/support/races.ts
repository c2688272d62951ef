import { describe, expect, it } from '@jest/globals';
import { connect, type Json } from '../../src/client.ts';
import * as people from '../../src/people.ts';
import type { Running } from './suite.ts';

/** Many at once, all through the gateway. */
export function races({ url }: Running): void {
  describe('at the same moment', () => {
    it('64 buyers want the last one: one order, 63 × OUT_OF_STOCK', async () => {
      const business = await people.signIn(url(), 'business@demo.test');
      const item = async () =>
        (await people.browse(connect(url())))
          .find(({ name }) => name === 'Demo Bistro')
          .menu.find(({ id }: Json) => id === 'itm_demo_cake');
      const buyers = await Promise.all(Array.from({ length: 64 }, () => people.newCustomer(url())));
      await Promise.all(buyers.map(({ client }) => people.addToCart(client, 'itm_demo_cake')));
      const spare = (await item()).stock.available - 1;
      await people.adjustStock(business, 'itm_demo_cake', -spare);
      expect((await item()).stock.available).toBe(1);

      // All carts are full and all requests leave in one turn of the loop: the barrier is the network.
      const answers = await Promise.all(buyers.map(({ client, addressId }) => people.checkout(client, { addressId })));
      const outcomes = answers.map(({ order, userErrors }) => (order ? 'ordered' : userErrors[0]?.code)).sort();
      expect(outcomes).toEqual([...Array(63).fill('OUT_OF_STOCK'), 'ordered']);
      const { onHand, reserved, available } = (await item()).stock;
      expect({ reserved, available }).toEqual({ reserved: 1, available: 0 });
      expect(onHand).toBe(1);
      await people.adjustStock(business, 'itm_demo_cake', spare);
    });

    it('one idempotency key is sent 64 times: one order, 64 equal answers', async () => {
      const { client, addressId } = await people.newCustomer(url());
      await people.addToCart(client, 'itm_demo_soup');
      const idempotencyKey = people.freshKey();
      const answers = await Promise.all(
        Array.from({ length: 64 }, () => people.checkout(client, { addressId, idempotencyKey })),
      );
      expect(new Set(answers.map(({ order }) => order?.id))).toEqual(new Set([answers[0].order.id]));
      expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
      const { orders } = await client.ask('{ orders { edges { node { id } } } }');
      expect(orders.edges).toHaveLength(1);
      const other = await people.checkout(client, { addressId, idempotencyKey, paymentMethod: 'CASH' });
      expect(other).toMatchObject({ order: null, userErrors: [{ code: 'IDEMPOTENCY_CONFLICT' }] });
    });
  });
}
