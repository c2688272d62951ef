import { describe, expect, it } from '@jest/globals';
import { connect, type Json } from '../../src/client.ts';
import { deliveryOf } from '../../src/delivering.ts';
import * as people from '../../src/people.ts';
import { earnings } from '../../src/purse.ts';
import { cartScreen, firstOverEventStream, kitchenScreen, offers, track } from '../../src/watching.ts';
import type { Running } from './suite.ts';

/** From hunger to a rating, through the gateway alone, with everything that is shown live. */
export function happyPath({ url }: Running): void {
  describe('an order', () => {
    it('goes from the feed to the rating, and everybody sees it live', async () => {
      const customer = await people.signIn(url(), 'customer@demo.test');
      const business = await people.signIn(url(), 'business@demo.test');
      const courier = await people.signIn(url(), 'courier@demo.test');
      const addressId = await people.addAddress(customer);

      // Found nearby, without signing in.
      const feed = await people.browse(connect(url()));
      const bistro = feed.find(({ name }) => name === 'Demo Bistro');
      expect(bistro).toMatchObject({ isOpen: true, location: people.BISTRO, rating: { average: null, count: 0 } });
      expect(bistro.menu.length).toBeGreaterThanOrEqual(3);
      const tracked = bistro.menu.find((item: Json) => item.stock?.onHand === 10);
      const untracked = bistro.menu.find((item: Json) => item.stock === null);
      expect(tracked).toMatchObject({ available: true, stock: { onHand: 10, reserved: 0, available: 10 } });
      expect(untracked).toMatchObject({ available: true });

      // A cart, seen on another device.
      const otherDevice = cartScreen(customer);
      await otherDevice.until((cart) => cart.items.length === 0, 'the empty cart');
      await people.addToCart(customer, tracked.id, 2);
      const { cart } = await people.addToCart(customer, untracked.id);
      await otherDevice.until((seen) => seen.items.length === 2, 'both lines on the other device');
      otherDevice.stop();

      // Checkout holds the stock, and waits for its money, at the provider that was chosen and with something for the courier.
      const { paymentProviders } = await customer.ask('{ paymentProviders(currencyCode: "EUR") { name } }');
      expect(paymentProviders).toEqual([{ name: 'SANDBOX' }]);
      const tipped = { addressId, provider: 'SANDBOX', tip: '1.50' };
      const withoutTip = await people.checkout(customer, { ...tipped, expectedTotal: cart.total.amount });
      expect(withoutTip).toMatchObject({ order: null, userErrors: [{ code: 'PRICE_CHANGED' }] });
      const elsewhere = await people.checkout(customer, { ...tipped, provider: 'STRIPE' });
      expect(elsewhere).toMatchObject({ order: null, userErrors: [{ code: 'PROVIDER_NOT_OFFERED' }] });
      const expected = 2n * BigInt(tracked.price.minorUnits) + BigInt(untracked.price.minorUnits) + 150n;
      const expectedTotal = (Number(expected) / 100).toFixed(2);
      const { order, userErrors } = await people.checkout(customer, { ...tipped, expectedTotal });
      expect(userErrors).toEqual([]);
      expect(order).toMatchObject({
        status: 'PENDING',
        total: { amount: expectedTotal, currencyCode: 'EUR' },
        payment: { status: 'PENDING', method: 'ONLINE', amount: { amount: expectedTotal } },
      });

      const tracking = track(customer, order.id);
      const first = await tracking.until((step) => step.kind === 'SNAPSHOT', 'the snapshot');
      expect(first.order).toMatchObject({ id: order.id, status: 'PENDING', payment: { status: 'PENDING' } });
      const screen = kitchenScreen(business, bistro.id);

      // Paid at the provider's page: the kitchen sees it.
      await people.atPayPage(order.payment.url, 'pay');
      await tracking.until((step) => step.kind === 'PAYMENT' && step.order.payment.status === 'PAID', 'the payment');
      await tracking.until((step) => step.kind === 'STATUS' && step.order.status === 'CONFIRMED', 'the confirmation');
      const sellerOrderId = order.sellerOrders[0].id;
      await screen.until((part) => part.id === sellerOrderId && part.status === 'PLACED', 'the kitchen screen');
      screen.stop();

      // The kitchen works while the courier is found.
      const phone = offers(courier);
      await people.setOnline(courier, true, { latitude: 52.5205, longitude: 13.4062 });
      expect(await people.kitchen(business, 'Accept', sellerOrderId)).toMatchObject({
        sellerOrder: { status: 'CONFIRMED' },
      });
      expect(await people.kitchen(business, 'Prepare', sellerOrderId)).toMatchObject({
        sellerOrder: { status: 'PREPARING' },
      });
      await tracking.until((step) => step.order.status === 'PREPARING', 'preparing');
      const delivery = await deliveryOf(customer, order.id);
      const offer = await phone.until((each) => each.delivery?.id === delivery.id, 'the offer');
      expect(await people.answerOffer(courier, 'Accept', offer.id)).toMatchObject({ delivery: { status: 'ASSIGNED' } });
      phone.stop();
      await tracking.until(
        (step) => step.kind === 'DELIVERY' && step.order.sellerOrders[0].delivery?.courier?.name === 'Kim Courier',
        'the courier',
      );
      expect(await people.kitchen(business, 'Ready', sellerOrderId)).toMatchObject({
        sellerOrder: { status: 'READY' },
      });

      // Fetched, carried, seen on the way, handed over.
      expect(await people.courierStep(courier, 'Arrive', delivery.id)).toMatchObject({
        delivery: { status: 'AT_PICKUP' },
      });
      expect(await people.courierStep(courier, 'PickUp', delivery.id)).toMatchObject({
        delivery: { status: 'PICKED_UP' },
      });
      await tracking.until((step) => step.order.status === 'DISPATCHED', 'dispatched');
      await courier.ask('mutation ($input: CourierMoveInput!) { courierMove(input: $input) { userErrors { code } } }', {
        input: { location: { latitude: 52.5215, longitude: 13.411 } },
      });
      const moved = await tracking.until((step) => step.kind === 'LOCATION', 'the courier on the map');
      expect(moved.order.sellerOrders[0].delivery.courier.location.latitude).toBeCloseTo(52.5215, 4);
      expect(await people.complete(courier, delivery.id, '')).toMatchObject({
        delivery: null,
        userErrors: [{ code: expect.any(String) }],
      });
      const { handoverCode } = await deliveryOf(customer, order.id);
      expect((await deliveryOf(courier, order.id)).handoverCode).toBeNull();
      expect(await people.complete(courier, delivery.id, handoverCode)).toMatchObject({
        delivery: { status: 'DELIVERED' },
      });
      // The last of the steps that the handover causes.
      await tracking.until((step) => step.kind === 'STATUS' && step.order.status === 'DELIVERED', 'delivered');

      // Nothing missed, nothing repeated; and it can be resumed from the middle.
      const numbered = tracking.heard.filter(({ kind }) => kind !== 'LOCATION' && kind !== 'SNAPSHOT');
      const start = first.sequence + 1;
      expect(numbered.map(({ sequence }) => sequence)).toEqual(numbered.map((_, index) => start + index));
      const middle = numbered[3];
      const resumed = track(customer, order.id, middle.cursor);
      await resumed.until((step) => step.sequence === numbered.at(-1)?.sequence, 'the steps since');
      expect(resumed.heard.map(({ sequence }) => sequence)).toEqual(numbered.slice(4).map(({ sequence }) => sequence));
      resumed.stop();
      tracking.stop();

      // The same over an event stream.
      const streamed = await firstOverEventStream(url(), customer, order.id);
      expect(streamed).toMatchObject({
        kind: 'SNAPSHOT',
        sequence: numbered.at(-1)?.sequence,
        order: { status: 'DELIVERED' },
      });

      // Rated, once.
      const score = { orderId: order.id, subject: 'BUSINESS', subjectId: bistro.id, score: 5, review: 'Warm soup.' };
      expect(await people.rate(customer, score)).toMatchObject({ rating: { score: 5 }, userErrors: [] });
      expect(await people.rate(customer, score)).toMatchObject({
        rating: null,
        userErrors: [{ code: 'ALREADY_RATED' }],
      });
      const after = (await people.browse(connect(url()))).find(({ id }) => id === bistro.id);
      expect(after.rating).toEqual({ average: 5, count: 1 });
      expect(after.menu.find((item: Json) => item.id === tracked.id).stock).toEqual({
        onHand: 8,
        reserved: 0,
        available: 8,
      });
      await people.setOnline(courier, false);

      // The tip is the courier's, all of it.
      const statement = await earnings(await people.signIn(url(), 'admin@demo.test'), courier);
      expect(statement).toEqual({
        partyId: expect.any(String),
        fees: { minorUnits: '0' },
        tips: { minorUnits: '150' },
        cash: { minorUnits: '0' },
        net: { minorUnits: '150' },
        payable: { minorUnits: '150' },
        lines: { edges: [{ node: { kind: 'TIP', amount: { amount: '1.50' }, sellerOrderId } }] },
      });
    });
  });
}
