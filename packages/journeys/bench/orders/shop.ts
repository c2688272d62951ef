import { Pool } from 'undici';
import { eventually, type Json } from '../../src/client.ts';
import { type Buyer, newCrowd } from '../../src/crowd.ts';
import * as people from '../../src/people.ts';
import { topUp } from '../../src/purse.ts';
import { openShelf } from '../../src/shelf.ts';

/** Counted items of businesses that never close, so that no order is spared the stock. */
const SHELVES: readonly { readonly businessId: string; readonly items: readonly string[] }[] = [
  { businessId: 'biz_demo_bistro', items: ['itm_demo_burger', 'itm_demo_cake', 'itm_demo_lemonade'] },
  { businessId: 'biz_demo_22', items: Array.from({ length: 8 }, (_, n) => `itm_demo_22_${n + 1}`) },
  { businessId: 'biz_demo_15', items: Array.from({ length: 6 }, (_, n) => `itm_demo_15_${n + 1}`) },
];
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

/** Fills the shelves with so many items, of which each customer orders one, and the wallets of so many customers. */
export async function openShop(url: string, { customers, items }: { customers: number; items: number }): Promise<Shop> {
  const sold = await fillShelves(url, items);
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
      const itemId = sold[customer % sold.length];
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

async function fillShelves(url: string, most: number): Promise<string[]> {
  const owner = await people.signIn(url, 'business@demo.test');
  const items = SHELVES.flatMap((shelf) => shelf.items.map((id) => ({ id, businessId: shelf.businessId })));
  const sold = items.slice(0, most);
  for (const { id, businessId } of sold) {
    const shelf = openShelf(owner, businessId);
    const set = async (): Promise<boolean> => {
      await shelf.set(id, PLENTY);
      return true;
    };
    // Demo items are told to the stock after the start.
    await eventually(() => set().catch(() => false), `${id} is in the stock`, 30_000);
    await shelf.limit(id, PLENTY);
  }
  return sold.map(({ id }) => id);
}
