import { describe, expect, it } from '@jest/globals';
import { connect } from '../../src/client.ts';
import { deliveryOf } from '../../src/delivering.ts';
import * as people from '../../src/people.ts';
import { cartScreen, kitchenScreen, track } from '../../src/watching.ts';
import type { Running } from './suite.ts';

/** Somebody who asks for everything that is not theirs. */
export function strangers({ url, stack }: Running): void {
  describe('a stranger', () => {
    const aDelivery = async () => {
      const { client, addressId } = await people.newCustomer(url());
      const business = await people.signIn(url(), 'business@demo.test');
      await people.addToCart(client, 'itm_demo_soup');
      const { order } = await people.checkout(client, { addressId, paymentMethod: 'CASH' });
      await people.kitchen(business, 'Accept', order.sellerOrders[0].id);
      return { client, addressId, order, delivery: await deliveryOf(client, order.id) };
    };

    it.each(['CUSTOMER', 'BUSINESS', 'COURIER'] as const)(
      'as %s gets nothing of an order, live or not',
      async (role) => {
        const { addressId, order, delivery } = await aDelivery();
        const stranger = await people.register(url(), role);
        expect(await people.readOrder(stranger, order.id)).toBeNull();
        const { orders } = await stranger.ask('{ orders { edges { node { id } } } }');
        expect(orders.edges).toEqual([]);

        const tracking = track(stranger, order.id);
        expect(JSON.stringify(await tracking.ended)).toContain('NOT_FOUND');
        expect(tracking.heard).toEqual([]);

        if (role === 'CUSTOMER') {
          await people.addToCart(stranger, 'itm_demo_soup');
          expect(await people.checkout(stranger, { addressId })).toMatchObject({
            order: null,
            userErrors: [{ code: 'ADDRESS_NOT_FOUND' }],
          });
          const cancel =
            'mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { order { id } userErrors { code } } }';
          const { orderCancel } = await stranger.ask(cancel, {
            input: { orderId: order.id, idempotencyKey: people.freshKey() },
          });
          expect(orderCancel).toEqual({ order: null, userErrors: [{ code: 'ORDER_NOT_FOUND' }] });
        }
        if (role === 'BUSINESS') {
          expect(await people.kitchen(stranger, 'Prepare', order.sellerOrders[0].id)).toMatchObject({
            sellerOrder: null,
            userErrors: [{ code: 'SELLER_ORDER_NOT_FOUND' }],
          });
          expect(await people.adjustStock(stranger, 'itm_demo_cake', 1)).toMatchObject({
            userErrors: [{ code: 'ITEM_NOT_FOUND' }],
          });
          const screen = kitchenScreen(stranger, 'biz_demo_bistro');
          expect(JSON.stringify(await screen.ended)).toContain('NOT_FOUND');
        }
        if (role === 'COURIER') {
          expect(await people.courierStep(stranger, 'PickUp', delivery.id)).toMatchObject({
            userErrors: [{ code: 'DELIVERY_NOT_FOUND' }],
          });
          expect(await people.complete(stranger, delivery.id, '0000')).toMatchObject({
            userErrors: [{ code: 'DELIVERY_NOT_FOUND' }],
          });
        }
      },
    );

    it('without a token is asked to sign in, with a bad one too', async () => {
      for (const token of [null, 'nonsense', `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`]) {
        const { data, errors } = await connect(url(), token).send('{ cart { id } }');
        expect(data?.cart ?? null).toBeNull();
        expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
      }
      expect(await connect(url()).ask('{ me { id } }')).toEqual({ me: null });
    });

    it('with the wrong role is told which one it takes', async () => {
      const customer = await people.register(url());
      const { errors } = await customer.send(
        'mutation { courierSetOnline(input: { online: true }) { userErrors { code } } }',
      );
      expect(errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    });

    it('cannot see what is only for services, nor reach a subgraph directly', async () => {
      const hidden = await connect(url()).send(
        '{ orderingCustomer(userId: "usr_demo_customer", addressId: "adr_demo_home") { email } }',
      );
      expect(hidden.errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
      const { gateway: _gateway, 'sandbox-provider': _provider, ...subgraphs } = stack().urls;
      for (const subgraph of Object.values(subgraphs)) {
        for (const query of [
          '{ _service { sdl } }',
          '{ __schema { queryType { name } } }',
          '{ _entities(representations: []) { __typename } }',
        ]) {
          const response = await fetch(`${subgraph}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-user-id': 'usr_demo_admin' },
            body: JSON.stringify({ query }),
          });
          // Together there is no such door at all; split, it stays shut.
          expect([401, 404]).toContain(response.status);
        }
      }
    });

    it('is signed out everywhere within five seconds of signing out, open screens too', async () => {
      const customer = await people.register(url());
      const screen = cartScreen(customer);
      await screen.until(() => true, 'the cart');
      await customer.ask('mutation { logout { userErrors { code } } }');
      const signedOut = Date.now();
      expect(await screen.ended).toMatchObject({ code: 4403, reason: 'session ended: sign in again' });
      // And what a loaded machine takes to notice.
      expect(Date.now() - signedOut).toBeLessThan(10_000);
      await new Promise((resolve) => setTimeout(resolve, signedOut + 5_100 - Date.now()));
      const { errors } = await customer.send('{ cart { id } }');
      expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    });
  });
}
