import { randomUUID } from 'node:crypto';
import { type Client, connect, eventually, type Json } from './client.ts';

const PASSWORD = 'demo-Passw0rd!';
/** Where Demo Bistro is. */
export const BISTRO = { latitude: 52.52, longitude: 13.405 };

const MONEY = 'amount currencyCode minorUnits';

/** Signs in with the demo password, or with a given one. */
export async function signIn(url: string, email: string, password = PASSWORD): Promise<Client> {
  const { login } = await connect(url).ask(
    'mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } userErrors { code message } } }',
    { input: { email, password } },
  );
  if (!login.session) throw new Error(`${email} cannot sign in: ${JSON.stringify(login.userErrors)}`);
  return connect(url, login.session.accessToken);
}

/** A word that nobody has used before. Letters only: the door takes long numbers for payment cards. */
const freshWord = (): string => randomUUID().replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));

/** A new account, signed in. */
export async function register(url: string, role: 'CUSTOMER' | 'BUSINESS' | 'COURIER' = 'CUSTOMER'): Promise<Client> {
  const email = `${role.toLowerCase()}-${freshWord()}@journey.test`;
  const { register: answer } = await connect(url).ask(
    'mutation ($input: RegisterInput!) { register(input: $input) { session { accessToken } userErrors { code message } } }',
    { input: { email, password: 'a-long-Enough-1', name: `Journey ${role}`, role } },
  );
  if (!answer.session) throw new Error(`cannot register: ${JSON.stringify(answer.userErrors)}`);
  return connect(url, answer.session.accessToken);
}

/** A new customer with an address near Demo Bistro. */
export async function newCustomer(url: string): Promise<{ client: Client; addressId: string }> {
  const client = await register(url);
  return { client, addressId: await addAddress(client) };
}

/** Adds an address near Demo Bistro. */
export async function addAddress(client: Client): Promise<string> {
  const { addressCreate } = await client.ask(
    'mutation ($input: AddressCreateInput!) { addressCreate(input: $input) { address { id } userErrors { code message } } }',
    {
      input: {
        line1: 'Alexanderplatz 1',
        city: 'Berlin',
        country: 'DE',
        postalCode: '10178',
        location: { latitude: 52.5219, longitude: 13.4132 },
      },
    },
  );
  return addressCreate.address.id;
}

/** Businesses near Demo Bistro with their menus. */
export async function browse(client: Client): Promise<Json[]> {
  const { businesses } = await client.ask(
    `query ($near: GeoPointInput!) { businesses(near: $near, first: 50) { edges { distanceMeters node {
       id name isOpen location { latitude longitude } rating { average count }
       menu { id name available price { ${MONEY} } stock { onHand reserved available } } } } } }`,
    { near: BISTRO },
  );
  return businesses.edges.map((edge: Json) => edge.node);
}

/** Puts an item into the cart; answers with the payload. */
export const addToCart = async (client: Client, itemId: string, quantity = 1): Promise<Json> =>
  (
    await client.ask(
      `mutation ($input: CartAddItemInput!) { cartAddItem(input: $input) {
         cart { id total { ${MONEY} } items { id name quantity } } userErrors { code message path } } }`,
      { input: { itemId, quantity } },
    )
  ).cartAddItem;

/** A fresh idempotency key. */
export const freshKey = (): string => `journey-${freshWord()}`;

export const ORDER = `id number status total { ${MONEY} } payment { id status method url amount { ${MONEY} } refunded { ${MONEY} } }
  sellerOrders { id status total { ${MONEY} } business { id name } delivery { id status etaSeconds handoverCode courier { id name } } }
  history { status actor reason }`;

/** Checks out; answers with the payload. */
export const checkout = async (client: Client, input: Record<string, unknown>): Promise<Json> =>
  (
    await client.ask(
      `mutation ($input: CheckoutInput!) { checkout(input: $input) { order { ${ORDER} } userErrors { code message path } } }`,
      { input: { paymentMethod: 'ONLINE', idempotencyKey: freshKey(), ...input } },
    )
  ).checkout;

/** One order as this client sees it. */
export const readOrder = async (client: Client, id: string): Promise<Json> =>
  (await client.ask(`query ($id: ID!) { order(id: $id) { ${ORDER} } }`, { id })).order;

/** Presses a button on the provider's hosted page. */
export async function atPayPage(url: string, button: 'pay' | 'decline'): Promise<void> {
  const response = await fetch(`${url}/${button}`, { method: 'POST' });
  if (!response.ok) throw new Error(`the pay page answered ${response.status}`);
}

/** Waits until the order has this status. */
export const orderBecomes = (client: Client, id: string, status: string): Promise<Json> =>
  eventually(async () => {
    const order = await readOrder(client, id);
    return order?.status === status && order;
  }, `order ${id} becomes ${status}`);

/** The kitchen's move; answers with the payload. */
export const kitchen = async (
  client: Client,
  move: 'Accept' | 'Prepare' | 'Ready' | 'Reject',
  sellerOrderId: string,
): Promise<Json> =>
  (
    await client.ask(
      `mutation ($input: SellerOrderMoveInput!) { move: sellerOrder${move}(input: $input) { sellerOrder { id status } userErrors { code message } } }`,
      { input: { sellerOrderId } },
    )
  ).move;

/** The courier's shift begins or ends. */
export const setOnline = async (client: Client, online: boolean, location = BISTRO): Promise<Json> =>
  (
    await client.ask(
      'mutation ($input: CourierSetOnlineInput!) { courierSetOnline(input: $input) { courier { id online } userErrors { code } } }',
      { input: { online, ...(online && { location }) } },
    )
  ).courierSetOnline;

/** The courier's answer to an offer. */
export const answerOffer = async (client: Client, answer: 'Accept' | 'Decline', offerId: string): Promise<Json> =>
  (
    await client.ask(
      `mutation ($input: DeliveryOfferInput!) { answer: deliveryOffer${answer}(input: $input) { delivery { id status } userErrors { code } } }`,
      { input: { offerId } },
    )
  ).answer;

/** The courier's steps. */
export const courierStep = async (client: Client, step: 'Arrive' | 'PickUp', deliveryId: string): Promise<Json> =>
  (
    await client.ask(
      `mutation ($input: DeliveryMoveInput!) { step: delivery${step}(input: $input) { delivery { id status } userErrors { code } } }`,
      { input: { deliveryId } },
    )
  ).step;

/** Hands over with the customer's code. */
export const complete = async (client: Client, deliveryId: string, handoverCode: string): Promise<Json> =>
  (
    await client.ask(
      'mutation ($input: DeliveryCompleteInput!) { deliveryComplete(input: $input) { delivery { id status } userErrors { code } } }',
      { input: { deliveryId, handoverCode } },
    )
  ).deliveryComplete;

/** Rates something of an order. */
export const rate = async (client: Client, input: Record<string, unknown>): Promise<Json> =>
  (
    await client.ask(
      'mutation ($input: RatingCreateInput!) { ratingCreate(input: $input) { rating { id score } userErrors { code } } }',
      { input },
    )
  ).ratingCreate;

/** Changes what is on hand. */
export const adjustStock = async (client: Client, itemId: string, delta: number): Promise<Json> =>
  (
    await client.ask(
      'mutation ($input: StockAdjustInput!) { stockAdjust(input: $input) { stock { onHand reserved available } userErrors { code message } } }',
      { input: { itemId, delta, reason: 'journey', idempotencyKey: freshKey() } },
    )
  ).stockAdjust;
