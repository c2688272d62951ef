import { createClient } from 'graphql-sse';
import type { Client, Json, Watch } from './client.ts';

const TRACKING = `subscription ($orderId: ID!, $after: String) { orderTracking(orderId: $orderId, after: $after) {
  cursor sequence kind at order { id status payment { status }
    sellerOrders { id status delivery { id status etaSeconds courier { name location { latitude } } } } } } }`;

/** Follows an order; `after` resumes. */
export const track = (client: Client, orderId: string, after?: string): Watch =>
  client.watch(TRACKING, { orderId, ...(after && { after }) });

/** The first thing that an event stream (SSE) says of an order. */
export async function firstOverEventStream(url: string, { token }: Client, orderId: string): Promise<Json> {
  const stream = createClient({
    url: `${url}/graphql`,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  try {
    for await (const { data, errors } of stream.iterate<Record<string, Json>>({
      query: TRACKING,
      variables: { orderId },
    })) {
      if (errors) throw new Error(JSON.stringify(errors));
      return data?.orderTracking;
    }
  } finally {
    stream.dispose();
  }
}

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
