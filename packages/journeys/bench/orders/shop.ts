import { Pool } from 'undici';
import { eventually, type Json } from '../../src/client.ts';
import { type Buyer, newCrowd } from '../../src/crowd.ts';
import * as people from '../../src/people.ts';
import { topUp } from '../../src/purse.ts';
import { openShelf } from '../../src/shelf.ts';

/** Counted items, so that no order is spared the stock, and several, so that not all of them wait for one row. */
const ITEMS = ['itm_demo_burger', 'itm_demo_cake', 'itm_demo_lemonade'] as const;
const PLENTY = 1_000_000;
const MONEY_MINOR = 900_000;

const ADD = `mutation ($input: CartAddItemInput!) { cartAddItem(input: $input) {
  cart { id total { amount } items { id name quantity } } userErrors { code message } } }`;
const CHECKOUT = `mutation ($input: CheckoutInput!) { checkout(input: $input) {
  order { id number status total { amount currencyCode } payment { id status }
    sellerOrders { id status business { id name } items { name quantity } } }
  userErrors { code message } } }`;

/** Customers with money in front of full shelves. */
export interface Shop {
  /** One complete order of this customer: into the cart, checked out, paid. Throws when it is anything else. */
  order(customer: number): Promise<void>;
}

/** Fills the shelves and the wallets of so many customers. */
export async function openShop(url: string, customers: number): Promise<Shop> {
  const shelf = openShelf(await people.signIn(url, 'business@demo.test'));
  for (const item of ITEMS) {
    // Demo items are told to the stock after the start.
    await eventually(
      () =>
        shelf.set(item, PLENTY).then(
          () => true,
          () => false,
        ),
      `${item} is in the stock`,
      30_000,
    );
    await shelf.limit(item, PLENTY);
  }
  const buyers = await newCrowd(url, customers);
  for (const { client } of buyers) await topUp(client, MONEY_MINOR);
  const door = new Pool(url, { connections: customers });
  const ask = async ({ client }: Buyer, query: string, variables: object): Promise<Json> => {
    const { body } = await door.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${client.token}` },
      body: JSON.stringify({ query, variables }),
    });
    const answer: Json = await body.json();
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };
  return {
    async order(customer) {
      const buyer = buyers[customer % buyers.length] as Buyer;
      const itemId = ITEMS[customer % ITEMS.length];
      const { cartAddItem } = await ask(buyer, ADD, { input: { itemId, quantity: 1 } });
      const input = {
        addressId: buyer.addressId,
        paymentMethod: 'WALLET',
        expectedTotal: cartAddItem.cart?.total.amount,
        idempotencyKey: people.freshKey(),
      };
      const { checkout } = await ask(buyer, CHECKOUT, { input });
      if (checkout.order?.status !== 'CONFIRMED' || checkout.order.payment.status !== 'PAID')
        throw new Error(JSON.stringify({ cartAddItem, checkout }));
    },
  };
}
