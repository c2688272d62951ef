import type { Client, Watch } from './client.ts';

/** Follows an order; `after` resumes. */
export const track = (client: Client, orderId: string, after?: string): Watch =>
  client.watch(
    `subscription ($orderId: ID!, $after: String) { orderTracking(orderId: $orderId, after: $after) {
       cursor sequence kind at order { id status payment { status } sellerOrders { id status delivery { id status etaSeconds courier { name location { latitude } } } } } } }`,
    { orderId, ...(after && { after }) },
  );

/** The kitchen screen. */
export const kitchenScreen = (client: Client, businessId: string): Watch =>
  client.watch(
    `subscription ($businessId: ID!) { sellerOrderPlaced(businessId: $businessId) { id status items { name quantity } business { name } } }`,
    { businessId },
  );

/** The courier's phone. */
export const offers = (client: Client): Watch =>
  client.watch('subscription { deliveryOffers { id expiresAt pickup { latitude longitude } delivery { id status } } }');

/** The customer's cart on another device. */
export const cartScreen = (client: Client): Watch =>
  client.watch('subscription { cartChanged { id total { amount } items { name quantity } } }');
