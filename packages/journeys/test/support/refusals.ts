import { describe, expect, it } from '@jest/globals';
import { connect, eventually, type Json } from '../../src/client.ts';
import { cookAndDeliver, deliveryOf } from '../../src/delivering.ts';
import * as people from '../../src/people.ts';
import { offers, track } from '../../src/watching.ts';
import type { Running } from './suite.ts';

/** What goes wrong on an ordinary day, and what it leaves behind. */
export function ordinaryTrouble({ url }: Running): void {
  const bistro = async () => (await people.browse(connect(url()))).find(({ name }) => name === 'Demo Bistro');
  const itemOf = async (id: string) => (await bistro()).menu.find((item: Json) => item.id === id);

  describe('ordinary trouble', () => {
    it('more than there is: OUT_OF_STOCK, and the stock is as before', async () => {
      const { client, addressId } = await people.newCustomer(url());
      const before = await itemOf('itm_demo_cake');
      expect(await people.addToCart(client, 'itm_demo_cake', before.stock.available + 1)).toMatchObject({
        cart: null,
        userErrors: [{ code: 'OUT_OF_STOCK' }],
      });
      expect(await people.checkout(client, { addressId })).toMatchObject({
        order: null,
        userErrors: [{ code: 'CART_EMPTY' }],
      });
      expect(await itemOf('itm_demo_cake')).toEqual(before);
    });

    it('a declined payment: the order is cancelled, the stock comes back', async () => {
      const { client, addressId } = await people.newCustomer(url());
      const before = await itemOf('itm_demo_cake');
      await people.addToCart(client, 'itm_demo_cake', 2);
      const { order } = await people.checkout(client, { addressId });
      expect((await itemOf('itm_demo_cake')).stock).toMatchObject({ reserved: before.stock.reserved + 2 });
      const tracking = track(client, order.id);
      await people.atPayPage(order.payment.url, 'decline');
      await tracking.until((step) => step.order.status === 'CANCELLED', 'the cancellation');
      tracking.stop();
      expect((await people.readOrder(client, order.id)).payment).toMatchObject({ status: 'FAILED', url: null });
      await eventually(
        async () => (await itemOf('itm_demo_cake')).stock.available === before.stock.available,
        'the stock is back',
      );
    });

    it('cancelled after it was paid: the money goes back by itself, and so does the stock', async () => {
      const { client, addressId } = await people.newCustomer(url());
      const before = await itemOf('itm_demo_cake');
      await people.addToCart(client, 'itm_demo_cake');
      const { order } = await people.checkout(client, { addressId });
      await people.atPayPage(order.payment.url, 'pay');
      await people.orderBecomes(client, order.id, 'CONFIRMED');
      const cancel = `mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { order { id status } userErrors { code } } }`;
      const input = { orderId: order.id, reason: 'changed my mind', idempotencyKey: people.freshKey() };
      const first = await client.ask(cancel, { input });
      expect(first.orderCancel).toEqual({ order: { id: order.id, status: 'CANCELLED' }, userErrors: [] });
      expect(await client.ask(cancel, { input })).toEqual(first);
      const refunded = await eventually(async () => {
        const { payment } = await people.readOrder(client, order.id);
        return payment.status === 'REFUNDED' && payment;
      }, 'the refund');
      expect(refunded.refunded).toEqual(refunded.amount);
      await eventually(
        async () => (await itemOf('itm_demo_cake')).stock.onHand === before.stock.onHand,
        'the stock is back',
      );
    });

    it('too late to cancel once the kitchen cooks', async () => {
      const { client, addressId } = await people.newCustomer(url());
      const business = await people.signIn(url(), 'business@demo.test');
      await people.addToCart(client, 'itm_demo_soup');
      const { order } = await people.checkout(client, { addressId, paymentMethod: 'CASH' });
      expect(order).toMatchObject({ status: 'CONFIRMED', payment: { method: 'CASH', status: 'PENDING' } });
      const part = order.sellerOrders[0].id;
      await people.kitchen(business, 'Accept', part);
      await people.kitchen(business, 'Prepare', part);
      const { orderCancel } = await client.ask(
        'mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { order { id } userErrors { code } } }',
        { input: { orderId: order.id, idempotencyKey: people.freshKey() } },
      );
      expect(orderCancel).toEqual({ order: null, userErrors: [{ code: 'MOVE_NOT_ALLOWED' }] });
      expect(await people.readOrder(client, order.id)).toMatchObject({ status: 'PREPARING' });
    });

    it('the price is not what the customer was shown: PRICE_CHANGED, and nothing is ordered', async () => {
      const { client, addressId } = await people.newCustomer(url());
      await people.addToCart(client, 'itm_demo_soup');
      expect(await people.checkout(client, { addressId, expectedTotal: '0.01' })).toMatchObject({
        order: null,
        userErrors: [{ code: 'PRICE_CHANGED' }],
      });
      const { orders } = await client.ask('{ orders { edges { node { id } } } }');
      expect(orders.edges).toEqual([]);
    });

    it('a wallet pays once it is filled, and not before', async () => {
      const { client, addressId } = await people.newCustomer(url());
      await people.addToCart(client, 'itm_demo_soup');
      expect(await people.checkout(client, { addressId, paymentMethod: 'WALLET' })).toMatchObject({
        order: null,
        userErrors: [{ code: 'INSUFFICIENT_FUNDS' }],
      });
      const { walletTopUp } = await client.ask(
        'mutation ($input: WalletTopUpInput!) { walletTopUp(input: $input) { payment { url } userErrors { code } } }',
        { input: { amount: '20.00', currencyCode: 'EUR', idempotencyKey: people.freshKey() } },
      );
      await people.atPayPage(walletTopUp.payment.url, 'pay');
      const balance = async () => (await client.ask('{ wallet { balance { amount } } }')).wallet.balance.amount;
      await eventually(async () => (await balance()) === '20.00', 'the wallet is filled');
      const { order } = await people.checkout(client, { addressId, paymentMethod: 'WALLET' });
      expect(order).toMatchObject({ payment: { method: 'WALLET', status: 'PAID' } });
      await people.orderBecomes(client, order.id, 'CONFIRMED');
      expect(await balance()).toBe('13.50');
    });
  });

  describe('more than one', () => {
    it('courier: one declines, the next one brings it', async () => {
      const { client, addressId } = await people.newCustomer(url());
      const business = await people.signIn(url(), 'business@demo.test');
      const [near, far] = [await people.register(url(), 'COURIER'), await people.register(url(), 'COURIER')];
      await people.setOnline(near, true, { latitude: 52.5201, longitude: 13.4051 });
      await people.setOnline(far, true, { latitude: 52.526, longitude: 13.412 });
      const [nearPhone, farPhone] = [offers(near), offers(far)];
      await people.addToCart(client, 'itm_demo_soup');
      const { order } = await people.checkout(client, { addressId, paymentMethod: 'CASH' });
      await people.kitchen(business, 'Accept', order.sellerOrders[0].id);
      const delivery = await deliveryOf(client, order.id);
      const offer = await nearPhone.until((each) => each.delivery?.id === delivery.id, 'the offer to the nearest');
      expect(farPhone.heard).toEqual([]);
      await people.answerOffer(near, 'Decline', offer.id);
      const second = await farPhone.until((each) => each.delivery?.id === delivery.id, 'the offer to the next');
      expect(await people.answerOffer(near, 'Accept', second.id)).toMatchObject({
        userErrors: [{ code: 'OFFER_NOT_FOUND' }],
      });
      expect(await people.answerOffer(far, 'Accept', second.id)).toMatchObject({ delivery: { status: 'ASSIGNED' } });
      for (const phone of [nearPhone, farPhone]) phone.stop();
      for (const courier of [near, far]) await people.setOnline(courier, false);
    });

    it('business: each works its own part; one rejects, its share goes back, the other is delivered', async () => {
      const { client, addressId } = await people.newCustomer(url());
      const business = await people.signIn(url(), 'business@demo.test');
      const courier = await people.register(url(), 'COURIER');
      await people.setOnline(courier, true, { latitude: 52.5201, longitude: 13.4051 });
      const phone = offers(courier);
      const pizzeria = (await people.browse(connect(url()))).find(({ id }) => id === 'biz_demo_pizza');
      const pizza = pizzeria.menu.find((item: Json) => item.available);
      await people.addToCart(client, 'itm_demo_soup');
      await people.addToCart(client, pizza.id);
      const { order } = await people.checkout(client, { addressId });
      expect(order.sellerOrders).toHaveLength(2);
      const parts = order.sellerOrders.map((part: Json) => BigInt(part.total.minorUnits));
      expect(parts[0] + parts[1]).toBe(BigInt(order.total.minorUnits));
      await people.atPayPage(order.payment.url, 'pay');
      await people.orderBecomes(client, order.id, 'CONFIRMED');
      const rejected = order.sellerOrders.findIndex((part: Json) => part.business.id === 'biz_demo_pizza');
      const share = order.sellerOrders[rejected].total;
      expect(await people.kitchen(business, 'Reject', order.sellerOrders[rejected].id)).toMatchObject({
        sellerOrder: { status: 'CANCELLED' },
      });
      await eventually(async () => {
        const { payment } = await people.readOrder(client, order.id);
        return payment.status === 'PARTIALLY_REFUNDED' && payment.refunded.minorUnits === share.minorUnits;
      }, 'the share goes back');
      await cookAndDeliver({ customer: client, business, courier, phone }, order.id, 1 - rejected);
      await people.orderBecomes(client, order.id, 'DELIVERED');
      phone.stop();
      await people.setOnline(courier, false);
    });
  });
}
