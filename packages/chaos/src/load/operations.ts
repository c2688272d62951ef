import { type Client, type Json, Unknown } from './client.ts';

const ERRORS = 'userErrors { code message }';

/** Operations of all roles: each answers with the payload of its mutation. */
export const operations = {
  addAddress: (client: Client): Promise<Json> =>
    one(
      client,
      'addressCreate',
      'AddressCreateInput',
      'address { id }',
    )({
      line1: 'Alexanderplatz 1',
      city: 'Berlin',
      country: 'DE',
      postalCode: '10178',
      location: { latitude: 52.5219, longitude: 13.4132 },
    }),
  clearCart: async (client: Client): Promise<Json> =>
    (await client.ask(`mutation { cartClear { cart { id } ${ERRORS} } }`)).cartClear,
  addToCart: (client: Client, itemId: string, quantity: number): Promise<Json> =>
    one(client, 'cartAddItem', 'CartAddItemInput', 'cart { id }')({ itemId, quantity }),
  checkout: (client: Client, input: Record<string, unknown>): Promise<Json> =>
    one(client, 'checkout', 'CheckoutInput', 'order { id status payment { id url } }')(input),
  cancel: (client: Client, input: Record<string, unknown>): Promise<Json> =>
    one(client, 'orderCancel', 'OrderCancelInput', 'order { id status }')(input),
  topUp: (client: Client, input: Record<string, unknown>): Promise<Json> =>
    one(client, 'walletTopUp', 'WalletTopUpInput', 'payment { id url }')(input),
  refund: (client: Client, input: Record<string, unknown>): Promise<Json> =>
    one(client, 'paymentRefund', 'PaymentRefundInput', 'payment { id }')(input),
  adjustStock: (client: Client, input: Record<string, unknown>): Promise<Json> =>
    one(client, 'stockAdjust', 'StockAdjustInput', 'stock { onHand }')(input),
  kitchen: (client: Client, move: 'Accept' | 'Prepare' | 'Ready' | 'Reject', sellerOrderId: string): Promise<Json> =>
    one(client, `sellerOrder${move}`, 'SellerOrderMoveInput', 'sellerOrder { id status }')({ sellerOrderId }),
  goOnline: (client: Client): Promise<Json> =>
    one(
      client,
      'courierSetOnline',
      'CourierSetOnlineInput',
      'courier { id }',
    )({
      online: true,
      location: { latitude: 52.5205, longitude: 13.4062 },
    }),
  acceptOffer: (client: Client, offerId: string): Promise<Json> =>
    one(client, 'deliveryOfferAccept', 'DeliveryOfferInput', 'delivery { id }')({ offerId }),
  courierStep: (client: Client, step: 'Arrive' | 'PickUp', deliveryId: string): Promise<Json> =>
    one(client, `delivery${step}`, 'DeliveryMoveInput', 'delivery { id }')({ deliveryId }),
  handOver: (client: Client, deliveryId: string, handoverCode: string): Promise<Json> =>
    one(client, 'deliveryComplete', 'DeliveryCompleteInput', 'delivery { id status }')({ deliveryId, handoverCode }),
};

const one =
  (client: Client, field: string, inputType: string, selection: string) =>
  async (input: Record<string, unknown>): Promise<Json> => {
    const document = `mutation ($input: ${inputType}!) { ${field}(input: $input) { ${selection} ${ERRORS} } }`;
    return (await client.ask(document, { input }))[field];
  };

/** Presses a button on the provider's page; throws Unknown when nobody can say whether it was pressed. */
export async function atPayPage(url: string, button: 'pay' | 'decline'): Promise<void> {
  const response = await fetch(`${url}/${button}`, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(5_000),
  }).catch((error: unknown) => {
    throw new Unknown(String(error));
  });
  await response.arrayBuffer().catch(() => undefined);
  if (response.status >= 400) throw new Unknown(String(response.status));
}
